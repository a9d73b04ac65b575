using System.Collections.Immutable;
using System.Xml.Linq;

namespace ClinicalRl.Architecture.Tests;

/// <summary>The checked-out tree these tests look at.</summary>
internal static class Repository
{
    private static readonly string[] Unversioned = ["bin", "obj", "data", "artifacts", "node_modules", ".git", ".vs", ".idea"];

    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".md", ".yaml", ".yml", ".json", ".txt", ".sh", ".py", ".html", ".css", ".js", ".sql", ".bicep", ".bicepparam", ".toml", ""];

    /// <summary>The folder that holds ClinicalRl.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the top-level files and folders, without build output.</summary>
    public static ImmutableArray<string> TopLevel { get; } =
        [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Where(name => !Unversioned.Contains(name)).Order(StringComparer.Ordinal)];

    /// <summary>Every project under src.</summary>
    public static ImmutableArray<SourceProject> SourceProjects { get; } = ReadProjects("src");

    /// <summary>Every project under tests.</summary>
    public static ImmutableArray<SourceProject> TestProjects { get; } = ReadProjects("tests");

    /// <summary>Relative paths of all text files that people write.</summary>
    public static ImmutableArray<string> TextFiles { get; } = [.. Walk(Root).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file named relative to the root.</summary>
    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClinicalRl.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds ClinicalRl.sln.");
    }

    private static ImmutableArray<SourceProject> ReadProjects(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(SourceProject.Read),
    ];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (TextEndings.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).Equals(".git", StringComparison.Ordinal))
                yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(path => !Unversioned.Contains(Path.GetFileName(path))))
        {
            foreach (var file in Walk(inner))
                yield return file;
        }
    }
}

/// <summary>A project file: what it is called and what it asks for by itself.</summary>
internal sealed record SourceProject(string Name, string Folder, ImmutableArray<string> Projects, ImmutableArray<string> Packages)
{
    public static SourceProject Read(string path)
    {
        var items = XDocument.Load(path).Descendants().Where(element => element.Attribute("Include") is not null).ToList();
        return new SourceProject(
            Path.GetFileNameWithoutExtension(path),
            Path.GetDirectoryName(path)!,
            [.. items.Where(item => item.Name.LocalName == "ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value))],
            [.. items.Where(item => item.Name.LocalName is "PackageReference" or "FrameworkReference").Select(item => item.Attribute("Include")!.Value)]);
    }
}
