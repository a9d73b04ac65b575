using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Retention;

/// <summary>The published descriptions of the routes on retention and legal holds.</summary>
internal static class RetentionDescriptions
{
    private static readonly ProblemKind[] OfABody = [ProblemKind.InvalidRequest, ProblemKind.Conflict, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription Read { get; } = new()
    {
        Id = "getRetention",
        Summary = "Look at the retention period",
        Text = "For how many days records are kept, and what happens then. Without a period everything is kept.",
        Answer = typeof(RetentionAnswer),
    };

    public static RouteDescription Set { get; } = new()
    {
        Id = "setRetention",
        Summary = "Set the retention period",
        Text = "Sets or lengthens the period; it is never shortened. The decision is an access event.",
        Body = typeof(RetentionBody),
        Example = """{"days":3650}""",
        Answer = typeof(RetentionAnswer),
        Problems = OfABody,
    };

    public static RouteDescription Due { get; } = new()
    {
        Id = "listDueLogs",
        Summary = "List logs whose period is over",
        Text = "Sealed logs whose period is over and that no legal hold covers. The service removes none of them: it is for a person to decide.",
        Answer = typeof(DuePage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("cursor", IsHeader: false, IsNumber: true, "The 'next' of the page before."),
            new("limit", IsHeader: false, IsNumber: true, "Logs wanted, 1 to 100; 50 when left out."),
        ],
    };

    public static RouteDescription Holds { get; } = new()
    {
        Id = "listLegalHolds",
        Summary = "List legal holds",
        Text = "The legal holds that stand. Those lifted are access events of kind legal-hold.",
        Answer = typeof(LegalHoldList),
    };

    public static RouteDescription Place { get; } = new()
    {
        Id = "placeLegalHold",
        Summary = "Place a legal hold",
        Text = "Keeps an episode, the episodes of a label, or all that the tenant has, whatever the retention period. While any hold stands, no bundle and no job is removed. Where the blob store "
            + "knows such holds, the logs are held there too.",
        Body = typeof(LegalHoldBody),
        Example = """{"label":"run=ppo-17","reason":"Incident 2026-114"}""",
        Answer = typeof(LegalHoldAnswer),
        Status = StatusCodes.Status201Created,
        Problems = OfABody,
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription Lift { get; } = new()
    {
        Id = "liftLegalHold",
        Summary = "Lift a legal hold",
        Text = "Ends a hold, with a reason. It stays among the access events.",
        Answer = typeof(LegalHoldAnswer),
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
        Parameters = [new("reason", IsHeader: false, IsNumber: false, "Why, 1 to 200 characters.")],
    };
}
