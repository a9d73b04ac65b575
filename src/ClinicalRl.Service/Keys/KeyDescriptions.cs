using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Keys;

/// <summary>The published descriptions of the routes on keys.</summary>
internal static class KeyDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription List { get; } = new()
    {
        Id = "listKeys",
        Summary = "List the tenant's keys",
        Text = "All keys, oldest first, ended ones too. Needs the scope admin or auditor. Tells nothing of any secret.",
        Answer = typeof(KeyList),
    };

    public static RouteDescription Make { get; } = new()
    {
        Id = "makeKey",
        Summary = "Make a key",
        Text = "Needs the scope admin. The answer shows the secret this once. A key cannot have a scope that the key which asks lacks. If the answer was lost, revoke what the list shows and make another.",
        Body = typeof(KeyBody),
        Example = """{"name":"trainer 4","scopes":["agent"],"expires":"2027-01-01T00:00:00Z"}""",
        Answer = typeof(KeySecretAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
    };

    public static RouteDescription Rotate { get; } = new()
    {
        Id = "rotateKey",
        Summary = "Give a key another secret",
        Text = "Needs the scope admin, and every scope of the key. The answer shows the new secret this once; the present one is accepted beside it for 'overlapSeconds' more, one from a rotation before ends at once. "
            + "Id, name, scopes and expiry stay.",
        Body = typeof(KeyRotationBody),
        Example = """{"overlapSeconds":3600}""",
        Answer = typeof(KeySecretAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Revoke { get; } = new()
    {
        Id = "revokeKey",
        Summary = "End a key",
        Text = "Needs the scope admin. Within two seconds every part of the service refuses it and closes WebSockets opened with it. Repeating it is harmless. "
            + "The last admin key that never expires cannot be ended.",
        Body = typeof(ReasonBody),
        Example = """{"reason":"the machine was given away"}""",
        Answer = typeof(KeyAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };
}
