using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Ledger;

/// <summary>The published descriptions of the ledger's routes.</summary>
internal static class LedgerDescriptions
{
    public static RouteDescription Checkpoint { get; } = new()
    {
        Id = "getLedgerCheckpoint",
        Summary = "Get a signed checkpoint",
        Text = "What the tenant's ledger came to: origin, treeSize, rootHash and time, signed as a JWS (ES256; keys at /.well-known/jwks.json). The latest, or an earlier one by its "
            + "size: every checkpoint that was signed is kept. Keep the latest you saw: nothing before it can be changed or dropped without your noticing.",
        AnswerType = LedgerApi.Jose,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
        Parameters = [new("size", IsHeader: false, IsNumber: true, "Only the checkpoint signed over so many entries."), ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Inclusion { get; } = new()
    {
        Id = "proveLedgerInclusion",
        Summary = "Prove that a log is in the ledger",
        Text = "The inclusion proof (RFC 9162) of an episode's sealed log. A log enters the ledger moments after it is sealed; until then it is not found.",
        Answer = typeof(InclusionProofAnswer),
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
        Parameters =
        [
            new("episode", IsHeader: false, IsNumber: false, "The episode's id."),
            new("size", IsHeader: false, IsNumber: true, "The treeSize of the checkpoint to prove it for; the whole ledger when left out."),
        ],
    };

    public static RouteDescription Consistency { get; } = new()
    {
        Id = "proveLedgerConsistency",
        Summary = "Prove that the ledger only grew",
        Text = "The consistency proof (RFC 9162) between two checkpoints, by their sizes.",
        Answer = typeof(ConsistencyProofAnswer),
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
        Parameters =
        [
            new("from", IsHeader: false, IsNumber: true, "The treeSize of the earlier checkpoint, at least 1."),
            new("to", IsHeader: false, IsNumber: true, "The treeSize of the later one; the whole ledger when left out."),
        ],
    };

    public static RouteDescription Entries { get; } = new()
    {
        Id = "listLedgerEntries",
        Summary = "List the ledger",
        Text = "The entries of the tenant's ledger in their order, a page at a time. Hashed as RFC 6962 says they give a checkpoint's rootHash.",
        Answer = typeof(LedgerPage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("from", IsHeader: false, IsNumber: true, "Place of the first entry wanted, from 0; the 'next' of the page before."),
            new("limit", IsHeader: false, IsNumber: true, "Entries wanted, 1 to 100; 50 when left out."),
        ],
    };
}
