namespace ClinicalRl.Service.Tests.Hosting;

/// <summary>Data folders of tests, gone when the test process ends.</summary>
internal static class TestFolders
{
    private static readonly string Parent = CreateParent();

    /// <summary>A new empty folder.</summary>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Parent, Guid.NewGuid().ToString("n"))).FullName;

    private static string CreateParent()
    {
        var parent = Directory.CreateTempSubdirectory("clinicalrl-service-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(parent, recursive: true);
        return parent;
    }
}
