namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>A line that the stand-in may have although the real assemblies have not.</summary>
internal sealed record ApiException(string Line, string Reason);
