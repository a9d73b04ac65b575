namespace ClinicalRl.Audit.Ledger;

/// <summary>
/// Checks a folder of evidence against its ledger, offline: that a key vouches for the checkpoint, that the checkpoint's ledger holds exactly the logs
/// that are there, byte for byte, and that it continues every checkpoint signed before. Whatever the bytes, the answer is a report.
/// </summary>
public static class LedgerVerifier
{
    /// <summary>Checks everything.</summary>
    public static LedgerReport Verify(LedgerEvidence evidence, LedgerVerifierOptions? options = null) =>
        new LedgerCheck(evidence, options ?? new LedgerVerifierOptions()).Run();
}
