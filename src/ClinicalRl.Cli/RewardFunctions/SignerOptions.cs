using System.CommandLine;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Rewards;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary>The options that say who signs.</summary>
internal sealed class SignerOptions
{
    private readonly Option<string> name = new("--name") { Description = "Name as on the register.", Required = true };

    private readonly Option<string> register = new Option<string>("--register") { Description = "Professional register.", Required = true }.AcceptOnlyFromAmong([.. ProfessionalRegisters.Words]);

    private readonly Option<string> number = new("--number") { Description = "Registration number.", Required = true };

    public void AddTo(Command command)
    {
        command.Options.Add(name);
        command.Options.Add(register);
        command.Options.Add(number);
    }

    public Signer Read(ParseResult parsed) => new(parsed.GetValue(name)!, parsed.GetValue(register)!, parsed.GetValue(number)!);
}
