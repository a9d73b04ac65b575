using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Evaluators;

/// <summary>How an evaluator gets a key that no administrator ever sees.</summary>
internal static class InvitationsApi
{
    /// <summary>Days for which an invitation can be taken up, when nothing else is said.</summary>
    public const int UsualDays = 14;

    private const int MaxDays = 60;

    private const int BodyBytes = 1_024;

    /// <summary>Maps <c>/v1/invitations</c> and <c>/v1/evaluators/{evaluator}/invitations</c>.</summary>
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("").WithTags("Evaluators");
        invitations.MapPost("/v1/evaluators/{evaluator}/invitations", InviteAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Invite);
        // Whoever comes has no key yet: the invitation is the proof, and guesses are held up by address like those of keys.
        invitations.MapPost("/v1/invitations", AcceptAsync).Public().WithMetadata(new BodyLimit(BodyBytes)).Describe(EvaluatorDescriptions.Accept);
    }

    private static async Task<IResult> InviteAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var register = EvaluatorsApi.Register(context, grains);
        if (await register.FindAsync(evaluator) is null)
            return Problem.NotFound("evaluator");
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "days");
        var days = fields.OptionalInt32("days", 1, MaxDays) ?? UsualDays;
        if (fields.Problem is not null)
            return fields.Problem;
        var token = InvitationToken.Create(context.Caller().Tenant);
        return await register.InviteAsync(evaluator, token.Hash(), days) is { } invited
            ? EvaluatorsApi.Json(EvaluatorsApi.Show(invited, EvaluatorsApi.Today(time)) with { Invitation = token.Text }, StatusCodes.Status201Created)
            : new Problem(ProblemKind.Conflict, "The evaluator has a key already.");
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, IGrainFactory grains)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "invitation");
        var text = fields.Text("invitation", InvitationToken.MaxLength);
        if (fields.Problem is not null)
            return fields.Problem;
        if (!InvitationToken.TryParse(text, out var token))
            return Unknown;
        ActingTenant.Current = new ActingTenant(token.Value.Tenant);   // the invitation says for whom, whatever key came beside it
        // The key is added only after the invitation is spent: of two who come at once, one gets a key.
        var (tenant, key) = (token.Value.Tenant, ApiKey.Create(token.Value.Tenant));
        if (await grains.GetGrain<IEvaluatorRegisterGrain>(tenant.Text).AcceptAsync(token.Value.Hash(), key.PublicId()) is not { } evaluator)
            return Unknown;
        var added = NewTenantKey.Of(key, KeyScopes.Evaluator, "evaluator " + evaluator.Id);
        if ((await grains.GetGrain<ITenantGrain>(tenant.Text).AddKeyAsync(added, new AdminActor("invitation of " + evaluator.Id, KeyScopes.Evaluator))).Outcome != KeyOutcome.Done)
            return new Problem(ProblemKind.Conflict, "The tenant has the most keys it may have; ask its administrator for another invitation when there is room.");
        return EvaluatorsApi.Json(new InvitationAnswer { Evaluator = evaluator.Id, Key = key.Text, KeyId = key.PublicId() }, StatusCodes.Status201Created);
    }

    private static Problem Unknown => Problem.NotFound("invitation; it may have been taken up, replaced, or too old");
}
