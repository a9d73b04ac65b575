namespace ClinicalRl.Rewards.Schema;

/// <summary>A short document for an author to begin with. It is accepted as it is and uses most of the format.</summary>
public static class StarterDocument
{
    /// <summary>The document, YAML.</summary>
    public static string Yaml { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(StarterDocument).Assembly.GetManifestResourceStream("Schema/starter.yaml")!);
        return reader.ReadToEnd();
    }
}
