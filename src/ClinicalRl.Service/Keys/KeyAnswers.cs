using System.Text.Json;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Keys;

/// <summary>How changes to keys are answered.</summary>
internal static class KeyAnswers
{
    public static KeyAnswer Show(TenantKey key, DateTimeOffset now) => new()
    {
        Key = key.Id, Name = key.Name, Scopes = key.Scopes.Words(), Good = key.IsGood(now), Created = key.Created, MadeBy = key.MadeBy, Expires = key.Expires, Revoked = key.Revoked,
        Rotated = key.Rotated, PreviousUntil = key.PreviousUntil,
    };

    /// <summary>The key with its secret, or why there is none. Nothing on the way may keep it.</summary>
    public static IResult Secret(HttpContext context, KeyChange change, ApiKey secret, DateTimeOffset now)
    {
        if (change.Outcome != KeyOutcome.Done)
            return ProblemOf(change.Outcome);
        context.Response.Headers.CacheControl = "no-store";
        return Json(new KeySecretAnswer { Key = Show(change.Key!, now), Secret = secret.Text }, StatusCodes.Status201Created);
    }

    public static Problem ProblemOf(KeyOutcome outcome) => outcome switch
    {
        KeyOutcome.Full => new Problem(ProblemKind.Conflict, "The tenant has 1,000 good keys, the most it may have; revoke some."),
        KeyOutcome.BeyondMaker => new Problem(ProblemKind.Forbidden, "The key would have a scope that the key which asks has not."),
        KeyOutcome.LastAdmin => new Problem(ProblemKind.Conflict, "This is the last key with the scope admin that never expires; make another first."),
        KeyOutcome.Ended => new Problem(ProblemKind.Conflict, "The key has ended; make another."),
        _ => Problem.NotFound("key"),
    };

    public static JsonBytes Json<T>(T answer, int status = StatusCodes.Status200OK) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), status);
}
