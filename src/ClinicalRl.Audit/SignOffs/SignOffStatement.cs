using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Rewards;

namespace ClinicalRl.Audit.SignOffs;

/// <summary>Who signs: a health professional on a UK register.</summary>
/// <param name="Name">Name as on the register.</param>
/// <param name="Register">One of <see cref="ProfessionalRegisters.Words"/>.</param>
/// <param name="Number">Registration number.</param>
public sealed record Signer(string Name, string Register, string Number)
{
    /// <summary>The same person: the same number on the same register, whatever blanks and capitals.</summary>
    public bool IsSamePerson(Signer other) => Register == other.Register && Plain(Number) == Plain(other.Number);

    /// <summary>Whether this is who wrote <paramref name="document"/>: the same registration, or the same name.</summary>
    public bool IsAuthorOf(RewardDocument document) =>
        (document.Author.Register == Register && document.Author.Number is { } number && Plain(number) == Plain(Number)) || Plain(document.Author.Name) == Plain(Name);

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

/// <summary>What a clinician states by signing: the payload of a sign-off.</summary>
public sealed record SignOffStatement
{
    /// <summary>The header's <c>typ</c>.</summary>
    public const string Type = "clinicalrl-sign-off+jws";

    /// <summary>Longest scope or statement, characters.</summary>
    public const int MaxTextLength = 4_000;

    /// <summary>Longest name or number, characters.</summary>
    public const int MaxNameLength = 200;

    private const string DayFormat = "yyyy-MM-dd";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] TimeFormats = [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    /// <summary>Id of the reward function.</summary>
    public required string RewardFunction { get; init; }

    /// <summary>Version of the document.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the document's exact bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who signs.</summary>
    public required Signer Signer { get; init; }

    /// <summary>The day on which the signer was found on the register, in good standing.</summary>
    public required DateOnly CheckedOn { get; init; }

    /// <summary>What was reviewed.</summary>
    public required string Scope { get; init; }

    /// <summary>What the signer states of it.</summary>
    public required string Statement { get; init; }

    /// <summary>When it was signed, UTC, to the second.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The day as written.</summary>
    public string CheckedOnText => CheckedOn.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The time as written.</summary>
    public string SignedAtText => SignedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a day as statements write it.</summary>
    public static bool TryReadDay(string? text, out DateOnly day) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>The payload: one JSON object.</summary>
    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("reward_function"u8, RewardFunction);
            writer.WriteString("version"u8, Version);
            writer.WriteString("sha256"u8, Sha256);
            writer.WriteString("name"u8, Signer.Name);
            writer.WriteString("register"u8, Signer.Register);
            writer.WriteString("number"u8, Signer.Number);
            writer.WriteString("register_checked_on"u8, CheckedOnText);
            writer.WriteString("scope"u8, Scope);
            writer.WriteString("statement"u8, Statement);
            writer.WriteString("signed_at"u8, SignedAtText);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a payload; on failure <paramref name="member"/> is the one at fault.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out SignOffStatement? statement, out string member)
    {
        statement = null;
        member = "the payload";
        if (JwsCompact.ReadHeader(utf8) is not { } json)
            return false;
        string? wrong = null;
        string Text(string name, int maxLength)
        {
            if (JwsCompact.TextOf(json, name) is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength)
                return text;
            wrong ??= name;
            return "";
        }

        var read = new SignOffStatement
        {
            RewardFunction = Text("reward_function", MaxNameLength),
            Version = Text("version", MaxNameLength),
            Sha256 = Text("sha256", 64),
            Signer = new Signer(Text("name", MaxNameLength), Text("register", MaxNameLength), Text("number", MaxNameLength)),
            CheckedOn = TryReadDay(Text("register_checked_on", 10), out var day) ? day : default,
            Scope = Text("scope", MaxTextLength),
            Statement = Text("statement", MaxTextLength),
            SignedAt = DateTimeOffset.TryParseExact(
                Text("signed_at", 24), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : default,
        };
        wrong ??= !ProfessionalRegisters.Words.Contains(read.Signer.Register, StringComparer.Ordinal) ? "register"
            : read.CheckedOn == default ? "register_checked_on"
            : read.SignedAt == default ? "signed_at" : null;
        (member, statement) = (wrong ?? "", wrong is null ? read : null);
        return statement is not null;
    }
}
