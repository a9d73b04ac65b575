using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Yaml;

namespace ClinicalRl.Rewards;

/// <summary>What reading a document gave.</summary>
/// <param name="Document">The document, or null when it has an error.</param>
/// <param name="Findings">All findings, in document order.</param>
public sealed record RewardDocumentReading(RewardDocument? Document, ImmutableArray<Finding> Findings);

/// <summary>Reads reward documents: YAML, UTF-8, one document a file, unknown members refused.</summary>
public static class RewardDocumentParser
{
    /// <summary>Largest document, bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The document.</summary>
    /// <exception cref="RewardDocumentInvalidException">It is not a reward document; its findings say where and why.</exception>
    public static RewardDocument Parse(ReadOnlySpan<byte> utf8)
    {
        var reading = Read(utf8);
        return reading.Document ?? throw new RewardDocumentInvalidException(reading.Findings);
    }

    /// <summary>The document, or the findings that say why it is none. Never throws, whatever the bytes.</summary>
    public static RewardDocumentReading Read(ReadOnlySpan<byte> utf8)
    {
        var findings = new FindingList();
        var document = Read(utf8, findings);
        return new RewardDocumentReading(findings.HasErrors ? null : document, findings.ToImmutable());
    }

    private static RewardDocument? Read(ReadOnlySpan<byte> utf8, FindingList findings)
    {
        if (utf8.Length > MaxBytes)
        {
            findings.Add(new SourcePosition(1, 1), "too-large", FormattableString.Invariant($"a document has at most {MaxBytes} bytes, this one has {utf8.Length}"));
            return null;
        }

        if (Decode(utf8, findings) is not { } text || YamlTreeReader.Read(text, findings) is not { } root)
            return null;
        return RewardDocumentReader.Read(root, utf8.ToArray(), Convert.ToHexStringLower(SHA256.HashData(utf8)), findings);
    }

    private static string? Decode(ReadOnlySpan<byte> utf8, FindingList findings)
    {
        try
        {
            var text = StrictUtf8.GetString(utf8);
            if (text.StartsWith('\uFEFF'))
                findings.Add(new SourcePosition(1, 1), "byte-order-mark", "the document begins with a byte order mark; save it as UTF-8 without one");
            else if (FindUnprintable(text) is { } at)
                findings.Add(at, "unprintable", "the document holds a character that cannot be printed here");
            else
                return text;
        }
        catch (DecoderFallbackException wrong)
        {
            var before = utf8[..Math.Clamp(wrong.Index, 0, utf8.Length)];
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            var at = new SourcePosition(before.Count((byte)'\n') + 1, before.Length - lineStart + 1);
            findings.Add(at, "not-utf8", "the document is not UTF-8 here");
        }

        return null;
    }

    // A reader of YAML takes a null character for the end; what follows it would be hashed and never read.
    private static SourcePosition? FindUnprintable(string text)
    {
        var (line, column) = (1, 1);
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
                return new SourcePosition(line, column);
            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return null;
    }
}
