using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Registers;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Evaluators;

/// <summary>The evaluators of a tenant.</summary>
internal static class EvaluatorsApi
{
    private const int MaxName = 200;
    private const int MaxSpecialties = 20;
    private const int MaxYears = 2;
    private const string Day = "yyyy-MM-dd";

    /// <summary>Maps <c>/v1/evaluators</c>.</summary>
    public static void MapEvaluators(this IEndpointRouteBuilder routes)
    {
        var evaluators = routes.MapGroup("/v1/evaluators").WithTags("Evaluators");
        evaluators.MapGet("", ListAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Recorded("evaluators").Describe(EvaluatorDescriptions.List);
        evaluators.MapPost("", EnrolAsync).Guarded(KeyScopes.Admin).Describe(EvaluatorDescriptions.Enrol);
        evaluators.MapGet("/me", ReadOwnAsync).Guarded(KeyScopes.Evaluator).Recorded("evaluators").Describe(EvaluatorDescriptions.Own);
        evaluators.MapGet("/{evaluator}/records", ReadRecordsAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Recorded("evaluator-records").Describe(EvaluatorDescriptions.Records);
        evaluators.MapGet("/{evaluator}", ReadAsync).Guarded(KeyScopes.Admin | KeyScopes.Auditor).Recorded("evaluators").Describe(EvaluatorDescriptions.Read);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var all = await Register(context, grains).ListAsync();
        return Json(new EvaluatorList { Items = [.. all.Select(evaluator => Show(evaluator, Today(time)))] });
    }

    private static async Task<IResult> ReadAsync(string evaluator, HttpContext context, IGrainFactory grains, TimeProvider time) =>
        await Register(context, grains).FindAsync(evaluator) is { } found ? Json(Show(found, Today(time))) : Problem.NotFound("evaluator");

    private static async Task<IResult> ReadOwnAsync(HttpContext context, IGrainFactory grains, TimeProvider time) =>
        await Register(context, grains).FindByKeyAsync(context.Caller().KeyId) is { } own ? Json(Show(own, Today(time))) : Problem.NotFound("evaluator");

    private static async Task<IResult> ReadRecordsAsync(string evaluator, HttpContext context, IGrainFactory grains, GoldBanks banks)
    {
        if (await Register(context, grains).FindAsync(evaluator) is not { } found)
            return Problem.NotFound("evaluator");
        var records = new List<EvaluationRecord> { new EvaluatorEnrolled(0, found.Enrolled, found.Id, found.Who.Register, found.Who.Simulated) };
        foreach (var environment in banks.Environments)
        {
            var standing = await grains.GetGrain<ICalibrationGrain>(EvaluatorKeys.Calibration(context.Caller().Tenant, found.Id, environment)).ReadAsync();
            var file = JsonSerializer.Deserialize<CalibrationFile>(standing.File)!;
            records.AddRange(CalibrationRecords.Of(found.Id, environment, file, banks.Items(environment), first: 1));
        }

        return new JsonBytes(Encoding.UTF8.GetBytes(RecordJson.WriteAll(records)), ContentType: "application/x-ndjson");
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var fields = new RequestFields(body.Root, "", "register", "number", "checkedOn", "checkedBy", "expiresOn", "specialties", "keyId", "simulated");
        var wanted = ReadBody(fields, Today(time)) with { EnrolledBy = context.Caller().KeyId };
        if (fields.Problem is not null)
            return fields.Problem;
        var keys = await grains.GetGrain<ITenantGrain>(context.Caller().Tenant.Text).ListKeysAsync();
        if (wanted.KeyId.Length > 0 && !keys.Any(key => key.Id == wanted.KeyId && key.IsGood(time.GetUtcNow()) && key.Scopes.HasFlag(KeyScopes.Evaluator) && (key.Scopes & EvaluatorPool.ReadsResults) == KeyScopes.None))
            return Problem.Invalid("keyId", "the public id of a key of this tenant with the scope evaluator and no other: all others read what evaluators must not know");
        var enrolment = await Register(context, grains).EnrolAsync(wanted);
        if (enrolment.Evaluator is not { } enrolled)
            return new Problem(ProblemKind.Conflict, enrolment.Refusal!);
        var invitation = enrolment.IsNew && wanted.KeyId.Length == 0 ? InvitationToken.Create(context.Caller().Tenant) : (InvitationToken?)null;
        if (invitation is { } token)
            enrolled = await Register(context, grains).InviteAsync(enrolled.Id, token.Hash(), InvitationsApi.UsualDays) ?? enrolled;
        return Json(Show(enrolled, Today(time)) with { Invitation = invitation?.Text }, StatusCodes.Status201Created) with { Location = "/v1/evaluators/" + enrolled.Id, IsReplayed = !enrolment.IsNew };
    }

    private static NewEvaluator ReadBody(RequestFields fields, DateOnly today)
    {
        var (register, number, simulated) = (fields.Text("register", MaxName), fields.Text("number", MaxName), IsSimulated(fields));
        if (simulated)
            return ReadProgram(fields, register, number);
        if (fields.Problem is null && !ProfessionalRegisters.Words.Contains(register, StringComparer.Ordinal))
            fields.Fail("register", "one of " + string.Join(", ", ProfessionalRegisters.Words));
        if (fields.Problem is null && RegistrationNumber.WhyNot(register, number) is { } form)
            fields.Fail("number", form);
        var check = ReadCheck(fields, today);
        return new NewEvaluator
        {
            Register = register, Number = number, CheckedOn = check.CheckedOn, CheckedBy = check.CheckedBy, ExpiresOn = check.ExpiresOn, Specialties = ReadSpecialties(fields),
            KeyId = fields.OptionalText("keyId", MaxName) ?? "", EnrolledBy = "",
        };
    }

    /// <summary>A program is on no register, so nobody looked at one.</summary>
    private static NewEvaluator ReadProgram(RequestFields fields, string register, string number)
    {
        if (register != EvaluatorEnrolled.NoRegister)
            fields.Fail("register", $"{EvaluatorEnrolled.NoRegister} with 'simulated'");
        foreach (var name in (string[])["checkedOn", "checkedBy", "expiresOn", "specialties"])
        {
            if (fields.TryGet(name, out _))
                fields.Fail(name, "absent with 'simulated'");
        }

        return new NewEvaluator
        {
            Register = register, Number = number, CheckedOn = DateOnly.MinValue, CheckedBy = "", ExpiresOn = DateOnly.MinValue, Specialties = [], KeyId = fields.OptionalText("keyId", MaxName) ?? "",
            EnrolledBy = "", Simulated = true,
        };
    }

    private static bool IsSimulated(RequestFields fields)
    {
        if (!fields.TryGet("simulated", out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            fields.Fail("simulated", "true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Reads who looked at a register and when; what is wrong is noted in <paramref name="fields"/>.</summary>
    internal static RegisterCheck ReadCheck(RequestFields fields, DateOnly today)
    {
        var checkedOn = ReadDay(fields, "checkedOn");
        if (checkedOn > today)
            fields.Fail("checkedOn", "a day that is not in the future");
        var checkedBy = fields.Text("checkedBy", MaxName);
        var expiresOn = ReadDay(fields, "expiresOn");
        if (expiresOn <= checkedOn || expiresOn > checkedOn.AddYears(MaxYears))
            fields.Fail("expiresOn", string.Create(CultureInfo.InvariantCulture, $"after the day of the check, by at most {MaxYears} years"));
        return new RegisterCheck(checkedOn, checkedBy, expiresOn);
    }

    private static DateOnly ReadDay(RequestFields fields, string name)
    {
        var text = fields.Text(name, Day.Length);
        if (fields.Problem is null && DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000)
            return day;
        fields.Fail(name, "a day, YYYY-MM-DD");
        return default;
    }

    private static string[] ReadSpecialties(RequestFields fields)
    {
        if (!fields.TryGet("specialties", out var list))
            return [];
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MaxSpecialties)
        {
            var words = list.EnumerateArray().Select(RequestFields.TextOf).ToArray();
            if (words.All(word => word is { Length: > 0 and <= MaxName }))
                return words!;
        }

        fields.Fail("specialties", string.Create(CultureInfo.InvariantCulture, $"a list of at most {MaxSpecialties} strings of 1 to {MaxName} characters"));
        return [];
    }

    /// <summary>An evaluator as administrators, auditors and they themselves see them.</summary>
    internal static EvaluatorAnswer Show(EnrolledEvaluator evaluator, DateOnly today) => new()
    {
        Evaluator = evaluator.Id,
        Register = evaluator.Who.Register,
        Number = evaluator.Who.Number,
        Simulated = evaluator.Who.Simulated,
        CheckedOn = evaluator.Who.Simulated ? "" : evaluator.Who.CheckedOn.ToString(Day, CultureInfo.InvariantCulture),
        CheckedBy = evaluator.Who.CheckedBy,
        ExpiresOn = evaluator.Who.Simulated ? "" : evaluator.Who.ExpiresOn.ToString(Day, CultureInfo.InvariantCulture),
        Current = evaluator.IsCurrent(today),
        Specialties = evaluator.Who.Specialties,
        KeyId = evaluator.Who.KeyId.Length == 0 ? null : evaluator.Who.KeyId,
        Enrolled = evaluator.Enrolled,
        EnrolledBy = evaluator.Who.EnrolledBy,
        Suspended = evaluator.Suspended is { } suspended ? new SuspensionAnswer { Reason = suspended.Reason, Since = suspended.Since, By = suspended.By } : null,
        Conflicts = [.. evaluator.Conflicts.Select(conflict => new ConflictAnswer { Kind = conflict.Kind, Value = conflict.Value, DeclaredBy = conflict.By, Declared = conflict.At })],
        InvitedUntil = evaluator.InvitedUntil,
    };

    internal static IEvaluatorRegisterGrain Register(HttpContext context, IGrainFactory grains) => grains.GetGrain<IEvaluatorRegisterGrain>(context.Caller().Tenant.Text);

    internal static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    internal static JsonBytes Json<T>(T answer, int status = StatusCodes.Status200OK) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), status);
}
