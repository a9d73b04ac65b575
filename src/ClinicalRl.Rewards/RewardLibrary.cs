using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards;

/// <summary>The reward functions of a service. One is asked for as <c>id</c>, <c>id@1</c> or <c>id@1.2.3</c>.</summary>
public sealed class RewardLibrary
{
    private const string Folder = "Documents/";

    /// <summary>Fails when two functions share id and version.</summary>
    public RewardLibrary(params IEnumerable<RewardFunction> functions)
    {
        Functions = [.. functions.OrderBy(function => function.Id, StringComparer.Ordinal).ThenBy(function => function.Version)];
        for (var i = 1; i < Functions.Length; i++)
        {
            if (Functions[i].Id == Functions[i - 1].Id && Functions[i].Version == Functions[i - 1].Version)
                throw new ArgumentException($"Two reward functions are '{Functions[i].Id}' {Functions[i].Version}.", nameof(functions));
        }
    }

    /// <summary>All of them, by id and then version.</summary>
    public ImmutableArray<RewardFunction> Functions { get; }

    /// <summary>
    /// The functions this library ships whose environment is in <paramref name="catalogue"/>, each compiled against it.
    /// </summary>
    /// <exception cref="RewardDocumentInvalidException">A shipped document does not fit its environment.</exception>
    public static RewardLibrary Shipped(EnvironmentCatalogue catalogue)
    {
        var functions = new List<RewardFunction>();
        foreach (var document in ShippedDocuments())
        {
            if (catalogue.Find(document.Environment.Value) is { } environment)
                functions.Add(RewardFunction.Compile(document, environment.Spec));
        }

        return new RewardLibrary(functions);
    }

    /// <summary>The highest version of the function that <paramref name="reference"/> asks for, or null when there is none.</summary>
    public RewardFunction? Find(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? reference : reference[..at];
        return Functions.LastOrDefault(function => function.Id == id && (at < 0 || Matches(function.Version, reference[(at + 1)..])));
    }

    /// <summary>The documents embedded in this assembly, in ordinal order of their names.</summary>
    /// <exception cref="RewardDocumentInvalidException">One of them is no reward document.</exception>
    internal static IEnumerable<RewardDocument> ShippedDocuments()
    {
        var assembly = typeof(RewardLibrary).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        return names.Order(StringComparer.Ordinal).Select(name => RewardDocumentParser.Parse(ReadResource(assembly, name)));
    }

    private static bool Matches(SemanticVersion version, string wanted) =>
        wanted == version.ToString() || wanted == version.Major.ToString(CultureInfo.InvariantCulture);

    private static byte[] ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
