namespace ResponsesWebSocket.Emulator;

/// <summary>The forms in which services have been seen to send an error.</summary>
public enum ErrorShape
{
    /// <summary>An <c>error</c> object beside <c>type</c> and <c>status</c>; headers lie inside the object.</summary>
    Nested,

    /// <summary><c>code</c>, <c>message</c> and <c>param</c> at the top of the frame, no <c>status</c>, always a sequence number.</summary>
    Flat,

    /// <summary>Nested, with <c>status_code</c> in place of <c>status</c>.</summary>
    StatusCode,

    /// <summary>Nested, with the status as a string.</summary>
    StatusText,

    /// <summary>Nested, without a status.</summary>
    NoStatus,

    /// <summary>Nested, but the <c>error</c> object holds <c>detail</c> alone.</summary>
    Detail,

    /// <summary>Nested, with the headers beside the <c>error</c> object.</summary>
    HeadersAtTop,

    /// <summary>Nested, with <c>response.error</c> as the type of the frame.</summary>
    ResponseError,

    /// <summary>No error frame: the response begins and ends with <c>response.failed</c>, which holds code and message.</summary>
    ResponseFailed,
}
