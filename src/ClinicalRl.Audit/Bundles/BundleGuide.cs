namespace ClinicalRl.Audit.Bundles;

/// <summary>The page that tells an outsider how to check a bundle, with a script that needs openssl and sha256sum alone.</summary>
public static class BundleGuide
{
    /// <summary>The page, Markdown.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(BundleGuide).Assembly.GetManifestResourceStream(BundleNames.Guide)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
