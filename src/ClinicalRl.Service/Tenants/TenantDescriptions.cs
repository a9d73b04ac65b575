using ClinicalRl.Service.Keys;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Tenants;

/// <summary>The published descriptions of the routes on tenants.</summary>
internal static class TenantDescriptions
{
    private const string OperatorOnly = "Needs the scope operator, which only keys of the reserved tenant operator have; the first start of the service shows one. ";

    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription List { get; } = new()
    {
        Id = "listTenants",
        Summary = "List the tenants",
        Text = OperatorOnly + "All tenants, in the order of their ids.",
        Answer = typeof(TenantPage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("cursor", IsHeader: false, IsNumber: false, "The 'next' of the page before."),
            new("limit", IsHeader: false, IsNumber: true, "Most items of the page, 1 to 100; 50 when left out."),
        ],
    };

    public static RouteDescription Make { get; } = new()
    {
        Id = "makeTenant",
        Summary = "Make a tenant",
        Text = OperatorOnly + "The answer shows the tenant's first key this once: it has every scope a tenant's key can have and never expires. If the answer was lost, make another key with POST …/keys.",
        Body = typeof(TenantBody),
        Example = """{"tenant":"st-elsewhere"}""",
        Answer = typeof(MadeTenantAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getTenant",
        Summary = "Read a tenant",
        Text = OperatorOnly + "One tenant.",
        Answer = typeof(TenantAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription MakeKey { get; } = new()
    {
        Id = "makeTenantKey",
        Summary = "Make a key for a tenant",
        Text = OperatorOnly + "For a tenant that lost its own. The tenant sees in its record that the operator made it.",
        Body = typeof(KeyBody),
        Example = """{"name":"after the loss","scopes":["agent","author","evaluator","auditor","admin"]}""",
        Answer = typeof(KeySecretAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription SetQuotas { get; } = new()
    {
        Id = "setTenantQuotas",
        Summary = "Set what a tenant may use",
        Text = OperatorOnly + "Replaces all its quotas; they hold a second later on every part of the service, to within what a second brings. What is over one is answered 429 with 'quota' and Retry-After, "
            + "each item of a batch by itself, and on OpenEnv's WebSockets with the error QUOTA_EXCEEDED; a document that is too long 413.",
        Body = typeof(QuotasAnswer),
        Example = """{"liveEpisodes":1000,"stepsPerSecond":2000,"storedBytes":10000000000,"documentBytes":65536}""",
        Answer = typeof(TenantAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound],
    };

    public static RouteDescription Suspend { get; } = new()
    {
        Id = "suspendTenant",
        Summary = "Suspend a tenant",
        Text = OperatorOnly + "Within two seconds every key of the tenant is answered 403 with the problem tenant-suspended, and its WebSockets are closed. Its data stays as it is. Repeating it is harmless.",
        Body = typeof(ReasonBody),
        Example = """{"reason":"the contract ended"}""",
        Answer = typeof(TenantAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Resume { get; } = new()
    {
        Id = "resumeTenant",
        Summary = "Resume a tenant",
        Text = OperatorOnly + "Its keys work again. Repeating it is harmless.",
        Body = typeof(ReasonBody),
        Example = """{"reason":"the contract was renewed"}""",
        Answer = typeof(TenantAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };
}
