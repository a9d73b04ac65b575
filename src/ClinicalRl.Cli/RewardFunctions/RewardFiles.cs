using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary>A document as the command line names it.</summary>
/// <param name="Name">File or id.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record NamedDocument(string Name, byte[] Bytes);

/// <summary>Reads what the reward commands are given.</summary>
internal static class RewardFiles
{
    private const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>The bytes of a file, or of a shipped document of that id.</summary>
    public static NamedDocument Open(CliContext context, string name)
    {
        if (File.Exists(name))
            return new NamedDocument(name, ReadBytes(name, "DOCUMENT"));
        return context.Rewards.Find(name) is { } function
            ? new NamedDocument($"{function.Id}@{function.Version}", function.Document.Bytes.ToArray())
            : throw new CommandRefusedException($"DOCUMENT: '{name}' is no file and no reward function that is shipped.");
    }

    /// <summary>The document; refuses when it is not well formed.</summary>
    public static RewardDocument Read(CliContext context, string name)
    {
        var named = Open(context, name);
        var reading = RewardDocumentParser.Read(named.Bytes);
        return reading.Document ?? throw new CommandRefusedException($"{named.Name}:{reading.Findings.First(finding => finding.Level == FindingLevel.Error)}");
    }

    /// <summary>The document compiled, and its environment; refuses when it has an error.</summary>
    public static (RewardFunction Function, IEnvironment Environment) Compile(CliContext context, string name)
    {
        var document = Read(context, name);
        var environment = context.Catalogue.Find(document.Environment.Value)
            ?? throw new CommandRefusedException($"{name}: this tool has no environment '{document.Environment.Value}'.");
        try
        {
            return (RewardFunction.Compile(document, environment.Spec), environment);
        }
        catch (RewardDocumentInvalidException invalid)
        {
            throw new CommandRefusedException($"{name}:{invalid.Findings.First(finding => finding.Level == FindingLevel.Error)}");
        }
    }

    /// <summary>The shipped reward functions and those of <paramref name="documents"/>; a document of the same id and version takes a shipped one's place.</summary>
    public static RewardLibrary Library(CliContext context, IReadOnlyList<string> documents)
    {
        if (documents.Count == 0)
            return context.Rewards;
        var given = documents.Select(name => Compile(context, name).Function).DistinctBy(function => (function.Id, function.Version)).ToList();
        return new RewardLibrary([.. context.Rewards.Functions.Where(shipped => !given.Exists(own => own.Id == shipped.Id && own.Version == shipped.Version)), .. given]);
    }

    /// <summary>The clinicians' keys in a file.</summary>
    public static ClinicianKeySet ReadKeys(string path) => ClinicianKeySet.TryParse(ReadText(path, "--keys"), out var keys, out var problem)
        ? keys
        : throw new CommandRefusedException($"--keys: '{path}': {problem}");

    /// <summary>The text of a small file.</summary>
    public static string ReadText(string path, string option) => Encoding.UTF8.GetString(ReadBytes(path, option));

    /// <summary>One JSON object, as a command prints it.</summary>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static byte[] ReadBytes(string path, string option)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new CommandRefusedException($"{option}: there is no '{path}'.");
        if (file.Length > MaxFileBytes)
            throw new CommandRefusedException($"{option}: '{path}' is larger than {MaxFileBytes} bytes.");
        return File.ReadAllBytes(path);
    }
}
