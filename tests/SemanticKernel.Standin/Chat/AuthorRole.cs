using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Who wrote a message; two roles are equal if their labels are, ignoring case.</summary>
public readonly struct AuthorRole : IEquatable<AuthorRole>
{
    [JsonConstructor]
    public AuthorRole(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        Label = label;
    }

    public static AuthorRole Developer { get; } = new("developer");

    public static AuthorRole System { get; } = new("system");

    public static AuthorRole Assistant { get; } = new("assistant");

    public static AuthorRole User { get; } = new("user");

    public static AuthorRole Tool { get; } = new("tool");

    public string Label { get; }

    public static bool operator ==(AuthorRole left, AuthorRole right) => left.Equals(right);

    public static bool operator !=(AuthorRole left, AuthorRole right) => !left.Equals(right);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AuthorRole other && Equals(other);

    public bool Equals(AuthorRole other) => string.Equals(Label, other.Label, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Label);

    public override string ToString() => Label;
}
