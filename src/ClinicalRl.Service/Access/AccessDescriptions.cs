using ClinicalRl.Service.Ledger;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Access;

/// <summary>The published descriptions of the routes on access events.</summary>
internal static class AccessDescriptions
{
    public static RouteDescription Events { get; } = new()
    {
        Id = "listAccessEvents",
        Summary = "List who read what",
        Text = "Every read or export of what is recorded, who asked (the key's public id), when and with which result, newest first, and every change of retention and legal holds. "
            + "An event is durable before the answer it is about goes out. Reading this list is an event too.",
        Answer = typeof(AccessPage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("cursor", IsHeader: false, IsNumber: true, "The 'next' of the page before."),
            new("limit", IsHeader: false, IsNumber: true, "Events wanted, 1 to 100; 50 when left out."),
            new("subject", IsHeader: false, IsNumber: false, "Only those about this episode, job or bundle."),
            new("key", IsHeader: false, IsNumber: false, "Only those of this key, by its public id."),
            new("kind", IsHeader: false, IsNumber: false, "Only those of this kind, such as run-log."),
            new("from", IsHeader: false, IsNumber: false, "Only those then or later: a date, or a time such as 2026-11-22T09:30:00Z."),
            new("to", IsHeader: false, IsNumber: false, "Only those before then."),
        ],
    };

    public static RouteDescription Checkpoint { get; } = LedgerDescriptions.Checkpoint with
    {
        Id = "getAccessCheckpoint",
        Summary = "Get a signed checkpoint of the access events",
        Text = "What the tenant's access ledger came to (its origin ends in /access), signed as a JWS by the key that signs the ledger of logs. The latest, or an earlier one by its size. "
            + "Keep the latest you saw: nothing before it can be changed or dropped without your noticing.",
    };

    public static RouteDescription Inclusion { get; } = LedgerDescriptions.Inclusion with
    {
        Id = "proveAccessInclusion",
        Summary = "Prove that an access event is in its ledger",
        Text = "The inclusion proof (RFC 9162) of an event.",
        Answer = typeof(AccessProofAnswer),
        Parameters = [new("event", IsHeader: false, IsNumber: false, "The event's id."), LedgerDescriptions.Inclusion.Parameters[1]],
    };

    public static RouteDescription Consistency { get; } = LedgerDescriptions.Consistency with { Id = "proveAccessConsistency", Summary = "Prove that the access events only grew" };
}
