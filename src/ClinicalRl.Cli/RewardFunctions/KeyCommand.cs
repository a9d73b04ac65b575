using System.CommandLine;
using System.Security.Cryptography;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Cli.Hosting;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward key</c>: makes a clinician's key pair and adds its public half to a set of trusted keys.</summary>
internal static class KeyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key (PEM) is written, for its owner alone. It must not exist." };
        var keys = new Option<string>("--keys") { Description = "The set of trusted keys (JWKS) that the public half is added to; made when missing.", Required = true };
        var signer = new SignerOptions();
        var command = new Command("key", "Make a key for a clinician to sign with.") { file, keys };
        signer.AddTo(command);
        command.SetAction(parsed =>
        {
            var (path, set) = (parsed.GetValue(file)!, parsed.GetValue(keys)!);
            var trusted = File.Exists(set) ? RewardFiles.ReadKeys(set).Keys : [];
            using var key = new LogSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
            WritePrivate(path, key.ToPem());
            File.WriteAllText(set, new ClinicianKeySet(trusted.Add(new ClinicianKey(key.PublicKey, signer.Read(parsed), TimeProvider.System.GetUtcNow()))).ToJson());
            context.Console.MarkupLine($"Key {key.PublicKey.KeyId}: private half in {path.EscapeMarkup()}, public half in {set.EscapeMarkup()}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WritePrivate(string path, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(pem);
    }
}
