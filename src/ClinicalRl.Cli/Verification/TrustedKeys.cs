using System.CommandLine;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;

namespace ClinicalRl.Cli.Verification;

/// <summary>The keys whose seals a command trusts.</summary>
internal static class TrustedKeys
{
    /// <summary>The option that names them.</summary>
    public static Option<string[]> Option() =>
        new("--key") { Description = "Public key (JWK or PEM) or keys (JWKS) whose seals and checkpoints are trusted; may be given several times." };

    /// <summary>The keys given; none when there are none.</summary>
    public static LogKeySet Of(ParseResult parsed, Option<string[]> option) => new([.. (parsed.GetValue(option) ?? []).SelectMany(Read)]);

    private static IEnumerable<LogKey> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LogKeySet.MaxBytes)
            throw new CommandRefusedException($"--key: there is no '{path}', or it is no key.");
        var text = File.ReadAllText(path);
        return LogPublicKey.TryParse(text, out var key) ? [new LogKey(key)]
            : LogKeySet.TryParse(text, out var set, out _) && !set.IsEmpty ? set.Keys
            : throw new CommandRefusedException($"--key: '{path}' is no public key (a JWK, JWKS or PEM of ECDSA keys on P-256).");
    }
}
