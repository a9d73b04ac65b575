namespace ClinicalRl.Audit.Bundles;

/// <summary>How the files of a safety-case bundle are called; what lies in <see cref="Logs"/> is named by <see cref="Ledger.EvidenceNames"/>.</summary>
public static class BundleNames
{
    /// <summary>The page to begin with.</summary>
    public const string Index = "index.html";

    /// <summary>How to check the bundle without us.</summary>
    public const string Guide = "VERIFY.md";

    /// <summary>SHA-256 of every file but itself and <see cref="Signature"/>, in the form of sha256sum, in ordinal order of names.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>The <see cref="BundleSeal"/> as a JWS, and a line feed.</summary>
    public const string Signature = "SHA256SUMS.jws";

    /// <summary>Folder of run logs, their inclusion proofs, checkpoints and public keys.</summary>
    public const string Logs = "logs/";

    /// <summary>Folder of the reward documents that judged them.</summary>
    public const string RewardFunctions = "reward-functions/";

    /// <summary>Longest name, characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Whether <paramref name="name"/> is a relative path of plain words: lower or upper case letters, digits, <c>. _ @ + -</c>, and folders by <c>/</c>.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '+' or '-' or '/')
        && name.Split('/').All(part => part.Length > 0 && part.Any(c => c != '.'));
}
