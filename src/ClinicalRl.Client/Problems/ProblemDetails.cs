namespace ClinicalRl.Client.Problems;

/// <summary>What the service says of a refusal (RFC 9457).</summary>
/// <param name="Type">Path of the problem's description, such as <c>/problems/episode-ended</c>.</param>
/// <param name="Title">The same for every problem of the type.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What was wrong with this request, in a sentence.</param>
/// <param name="Field">Path of the field at fault, or null.</param>
/// <param name="Expected">What the field should have been, or null.</param>
public sealed record ProblemDetails(string Type, string Title, int Status, string? Detail = null, string? Field = null, string? Expected = null)
{
    /// <summary>Last segment of <see cref="Type"/>, such as <c>episode-ended</c>.</summary>
    public string Slug => Type[(Type.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Status} {Slug}: {Detail ?? Title}" + (Field is null ? "" : $" (field {Field}; expected {Expected})");
}
