using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Simulation.Content;

/// <summary>The clinical content files built into this assembly, by path such as <c>triage-queue/rules.yaml</c>.</summary>
internal static class ContentFiles
{
    private const string Root = "Content/";

    /// <summary>Paths under <paramref name="folder"/>, in ordinal order.</summary>
    public static ImmutableArray<string> List(string folder) =>
    [
        .. typeof(ContentFiles).Assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(Root + folder, StringComparison.Ordinal))
            .Select(name => name[Root.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The whole text of a file.</summary>
    public static string Read(string path)
    {
        using var stream = typeof(ContentFiles).Assembly.GetManifestResourceStream(Root + path)
            ?? throw new InvalidOperationException($"Content file '{path}' is not built in.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A strict reader over a file.</summary>
    public static YamlMap Open(string path) => YamlMap.Parse(path, Read(path));

    /// <summary>SHA-256, lower-case hex, over <paramref name="engine"/> and the names and texts of all files that matter to an environment: those of its folders, in that order, after the sources.</summary>
    public static string Hash(string engine, params ReadOnlySpan<string> folders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(engine + "\n"));
        List<string> paths = ["sources.yaml"];
        foreach (var folder in folders)
            paths.AddRange(List(folder));
        foreach (var path in paths)
        {
            var text = Read(path).ReplaceLineEndings("\n");
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{path}\n{text.Length}\n{text}")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
