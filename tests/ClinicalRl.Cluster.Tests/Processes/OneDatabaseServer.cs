namespace ClinicalRl.Cluster.Tests.Processes;

/// <summary>Tests on the one PostgreSQL server, one after another: some of them take it away.</summary>
[CollectionDefinition(Name)]
public sealed class OneDatabaseServer
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "One database server";
}
