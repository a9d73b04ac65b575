using System.CommandLine;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Simulation.Environments;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward sign</c>: a clinician signs a document's hash. Refused while anything stands against it.</summary>
internal static class SignCommand
{
    public static Command Create(CliContext context)
    {
        var document = RewardCommand.Document();
        var key = new Option<string>("--key") { Description = "The clinician's private key (PEM, P-256).", Required = true };
        var checkedOn = new Option<string>("--checked-on") { Description = "Day the register was checked, YYYY-MM-DD.", Required = true };
        var scope = new Option<string>("--scope") { Description = "What was reviewed.", Required = true };
        var statement = new Option<string>("--statement") { Description = "What the signer states of it.", Required = true };
        var output = new Option<string?>("--out", "-o") { Description = "File of the signature; printed when left out." };
        var signer = new SignerOptions();
        var command = new Command("sign", "Sign a document's hash as a JWS (ES256).") { document, key, checkedOn, scope, statement, output };
        signer.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (function, environment) = RewardFiles.Compile(context, parsed.GetValue(document)!);
            if (!SignOffStatement.TryReadDay(parsed.GetValue(checkedOn), out var day))
                throw new CommandRefusedException("--checked-on must be a day such as 2026-11-20.");
            var now = TimeProvider.System.GetUtcNow();
            var stated = new SignOffStatement
            {
                RewardFunction = function.Id, Version = function.Version.ToString(), Sha256 = function.Hash, Signer = signer.Read(parsed), CheckedOn = day,
                Scope = parsed.GetValue(scope)!, Statement = parsed.GetValue(statement)!, SignedAt = now,
            };
            await RefuseAsync(context, stated, function, environment, now, cancel);
            using var signing = ReadKey(parsed.GetValue(key)!);
            var jws = JwsCompact.Sign(stated.ToUtf8(), SignOffStatement.Type, signing);
            if (parsed.GetValue(output) is { } file)
                await File.WriteAllTextAsync(file, jws + "\n", cancel);
            else
                await context.Output.WriteLineAsync(jws.AsMemory(), cancel);
            context.Console.MarkupLine($"Signed {function.Id} {function.Version}, SHA-256 {function.Hash}, with key {signing.PublicKey.KeyId}".EscapeMarkup());
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task RefuseAsync(
        CliContext context, SignOffStatement stated, RewardFunction function, IEnvironment environment, DateTimeOffset now, CancellationToken cancel)
    {
        if (stated.Scope.Length is 0 or > SignOffStatement.MaxTextLength || stated.Statement.Length is 0 or > SignOffStatement.MaxTextLength || !SignOffStatement.TryRead(stated.ToUtf8(), out _, out _))
            throw new CommandRefusedException($"--scope and --statement have 1 to {SignOffStatement.MaxTextLength} characters, --name and --number 1 to {SignOffStatement.MaxNameLength}.");
        if (SignOffCheck.CheckSigner(stated, function.Document, now) is [var wrong, ..])
            throw new CommandRefusedException($"{wrong.Code}: {wrong.Detail}");
        var plan = new PolicyTrialPlan(PolicyTrialPlan.ReviewEpisodes, Parallel: System.Environment.ProcessorCount) { DegenerateOnly = true };
        var scores = await PolicyTrials.MeasureAsync(environment, function, plan, cancel: cancel);
        if (CeilingChecks.Check(function.Document, environment.Policies, scores).FirstOrDefault(finding => finding.Level == FindingLevel.Error) is { } exceeded)
            throw new CommandRefusedException($"{exceeded.Code}: {exceeded.Message}");
        context.Console.MarkupLine($"No policy that must score low exceeds the ceiling of {function.Document.ExploitCeiling.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
    }

    private static LogSigningKey ReadKey(string path)
    {
        try
        {
            return LogSigningKey.FromPem(RewardFiles.ReadText(path, "--key"));
        }
        catch (Exception wrong) when (wrong is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new CommandRefusedException($"--key: '{path}' is no private key (PEM of an ECDSA key on P-256).");
        }
    }
}
