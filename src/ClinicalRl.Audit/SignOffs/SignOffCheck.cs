using System.Collections.Immutable;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Rewards;

namespace ClinicalRl.Audit.SignOffs;

/// <summary>Checks a sign-off against the document's bytes and the clinicians' keys, offline. Whatever the text, the answer is a report.</summary>
public static class SignOffCheck
{
    /// <summary>Oldest check of the register that a signature may rest on, days.</summary>
    public const int MaxRegisterCheckDays = 365;

    /// <summary>How far ahead of ours the signer's clock may be, minutes.</summary>
    public const int MaxClockSkewMinutes = 5;

    /// <summary>Every reason to refuse the sign-off <paramref name="jws"/> of <paramref name="document"/> at <paramref name="now"/>.</summary>
    public static SignOffReport Verify(string jws, RewardDocument document, ClinicianKeySet keys, DateTimeOffset now)
    {
        if (!JwsCompact.TryParse(jws, out var signed, out var problem))
            return Refuse(null, "malformed", problem);
        if (keys.Find(signed.KeyId) is not { } key)
            return Refuse(signed.KeyId, "unknown-key", $"No clinician registered the key {Shorten(signed.KeyId)}.");
        if (!signed.IsSignedBy(key.PublicKey))
            return Refuse(signed.KeyId, "signature", "The signature is not that of the key it names over this statement.");
        if (!SignOffStatement.TryRead(signed.Payload.Span, out var statement, out var member))
            return Refuse(signed.KeyId, "malformed", $"The signed statement is not a sign-off: {member} is missing or wrong.");
        var findings = ImmutableArray.CreateBuilder<SignOffFinding>();
        CheckKey(statement, key, findings);
        CheckDocument(statement, document, findings);
        findings.AddRange(CheckSigner(statement, document, now));
        return new SignOffReport { Statement = statement, KeyId = signed.KeyId, Findings = findings.ToImmutable() };
    }

    /// <summary>Every reason why a statement may not be made at all, whoever's key signs it.</summary>
    public static ImmutableArray<SignOffFinding> CheckSigner(SignOffStatement statement, RewardDocument document, DateTimeOffset now)
    {
        var findings = ImmutableArray.CreateBuilder<SignOffFinding>();
        var signedOn = DateOnly.FromDateTime(statement.SignedAt.UtcDateTime);
        if (statement.Signer.IsAuthorOf(document))
            findings.Add(new SignOffFinding("author-signed", "The author of a document cannot sign it."));
        if (statement.CheckedOn > signedOn)
            findings.Add(new SignOffFinding("register-check-in-future", "The register is said to be checked after the signature."));
        else if (signedOn.DayNumber - statement.CheckedOn.DayNumber > MaxRegisterCheckDays)
            findings.Add(new SignOffFinding("register-check-expired", $"The register was checked on {statement.CheckedOnText}, more than {MaxRegisterCheckDays} days before the signature."));
        if (statement.SignedAt > now.AddMinutes(MaxClockSkewMinutes))
            findings.Add(new SignOffFinding("signed-in-future", $"It is said to be signed at {statement.SignedAtText}, which has not come."));
        return findings.ToImmutable();
    }

    private static void CheckKey(SignOffStatement statement, ClinicianKey key, ImmutableArray<SignOffFinding>.Builder findings)
    {
        if (!key.Owner.IsSamePerson(statement.Signer))
            findings.Add(new SignOffFinding("other-person", $"The key is registered to {key.Owner.Name}, {key.Owner.Register} {key.Owner.Number}, not to who is said to sign."));
        if (key.Revoked is { } revoked)
            findings.Add(new SignOffFinding("revoked-key", FormattableString.Invariant($"The key was revoked on {revoked.UtcDateTime:yyyy-MM-dd}; nothing it signed counts.")));
        if (key.Retired is { } retired && statement.SignedAt > retired)
            findings.Add(new SignOffFinding("retired-key", FormattableString.Invariant($"The key was replaced on {retired.UtcDateTime:yyyy-MM-dd}, before the signature.")));
        if (statement.SignedAt < key.Registered.AddMinutes(-MaxClockSkewMinutes))
            findings.Add(new SignOffFinding("key-not-registered", "The key was registered after the signature."));
    }

    private static void CheckDocument(SignOffStatement statement, RewardDocument document, ImmutableArray<SignOffFinding>.Builder findings)
    {
        if (statement.Sha256 != document.Hash)
            findings.Add(new SignOffFinding("other-document", $"The document's SHA-256 is {document.Hash}; {statement.Sha256} was signed. It was changed, or it is another document."));
        if (statement.RewardFunction != document.Id || statement.Version != document.Version.ToString())
            findings.Add(new SignOffFinding("other-version", $"{statement.RewardFunction} {statement.Version} was signed; the document is {document.Id} {document.Version}."));
    }

    private static SignOffReport Refuse(string? keyId, string code, string detail) => new() { KeyId = keyId, Findings = [new SignOffFinding(code, detail)] };

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
