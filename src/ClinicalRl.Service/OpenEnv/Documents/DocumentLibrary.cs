using System.Collections.Concurrent;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>The documents of every environment, each written when first asked for.</summary>
internal sealed class DocumentLibrary(EnvironmentCatalogue catalogue)
{
    private readonly ConcurrentDictionary<string, OpenEnvDocuments> written = new(StringComparer.Ordinal);

    /// <summary>Ids of all environments.</summary>
    public IEnumerable<string> Environments => catalogue.Environments.Select(environment => environment.Spec.Id);

    /// <summary>The documents of <c>id</c>, <c>id@1</c> or <c>id@1.2.3</c>; null when there is no such environment.</summary>
    public OpenEnvDocuments? Find(string reference) =>
        catalogue.Find(reference) is { } environment
            ? written.GetOrAdd(environment.Spec.Id, static (_, environment) => new OpenEnvDocuments(environment), environment)
            : null;
}
