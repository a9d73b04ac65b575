using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Rewards;

/// <summary>A clinician's public key to register.</summary>
public sealed record ClinicianKeyBody
{
    /// <summary>Name as on the register.</summary>
    public required string Name { get; init; }

    /// <summary>GMC, NMC, GPhC or HCPC.</summary>
    public required string Register { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>First coordinate of the key on P-256, base64url without padding, as in a JWK.</summary>
    public required string X { get; init; }

    /// <summary>Second coordinate.</summary>
    public required string Y { get; init; }
}

/// <summary>A clinician's key to revoke.</summary>
public sealed record KeyRevocationBody
{
    /// <summary>The key's id ('kid').</summary>
    public required string KeyId { get; init; }

    /// <summary>Why, for whoever reads it later.</summary>
    public required string Reason { get; init; }
}

/// <summary>The clinicians who may sign a tenant's reward functions, by their keys.</summary>
internal static class CliniciansApi
{
    private const int CoordinateLength = 43;

    private const int MaxReasonLength = 1_000;

    /// <summary>Maps <c>/v1/clinicians</c>.</summary>
    public static void MapClinicians(this IEndpointRouteBuilder routes)
    {
        var clinicians = routes.MapGroup("/v1/clinicians").WithTags("Clinicians");
        clinicians.MapGet("/keys", ListAsync).Guarded(KeyScopes.All).Describe(RewardDescriptions.Clinicians);
        clinicians.MapPost("/keys", RegisterAsync).Guarded(KeyScopes.Admin).Describe(RewardDescriptions.RegisterClinician);
        clinicians.MapPost("/revocations", RevokeAsync).Guarded(KeyScopes.Admin).Describe(RewardDescriptions.RevokeKey);
    }

    private static async Task<IResult> ListAsync(HttpContext context, TenantRewardFunctions functions) => await ShowAsync(context, functions, StatusCodes.Status200OK);

    private static async Task<IResult> RegisterAsync(HttpContext context, TenantRewardFunctions functions, IGrainFactory grains)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "name", "register", "number", "x", "y");
        var caller = context.Caller();
        var key = new RegisteredKey
        {
            Name = fields.Text("name", SignOffStatement.MaxNameLength),
            Register = fields.Text("register", SignOffStatement.MaxNameLength),
            Number = fields.Text("number", SignOffStatement.MaxNameLength),
            X = fields.Text("x", CoordinateLength),
            Y = fields.Text("y", CoordinateLength),
            KeyId = "",
            RegisteredBy = caller.KeyId,
        };
        if (fields.Problem is null && !ProfessionalRegisters.Words.Contains(key.Register, StringComparer.Ordinal))
            fields.Fail("register", "one of " + string.Join(", ", ProfessionalRegisters.Words));
        LogPublicKey? read = null;
        if (fields.Problem is null && !LogPublicKey.TryCreate(key.X, key.Y, out read))
            fields.Fail("x", "with 'y' a point on P-256, each 32 bytes in base64url without padding");
        if (fields.Problem is not null)
            return fields.Problem;
        var refusal = await grains.GetGrain<IClinicianRegistryGrain>(caller.Tenant.Text).RegisterAsync(key with { KeyId = read!.KeyId });
        return refusal is null ? await ShowAsync(context, functions, StatusCodes.Status201Created) : new Problem(ProblemKind.Conflict, refusal, "x");
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, TenantRewardFunctions functions, IGrainFactory grains)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "keyId", "reason");
        var (keyId, reason) = (fields.Text("keyId", 64), fields.Text("reason", MaxReasonLength));
        if (fields.Problem is not null)
            return fields.Problem;
        var caller = context.Caller();
        return await grains.GetGrain<IClinicianRegistryGrain>(caller.Tenant.Text).RevokeAsync(keyId, reason, caller.KeyId)
            ? await ShowAsync(context, functions, StatusCodes.Status200OK)
            : Problem.NotFound("key");
    }

    private static async Task<JsonBytes> ShowAsync(HttpContext context, TenantRewardFunctions functions, int status) =>
        new(Encoding.UTF8.GetBytes((await functions.KeysAsync(context.Caller().Tenant)).ToJson()), status);
}
