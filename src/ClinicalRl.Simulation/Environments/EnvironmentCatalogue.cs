using System.Collections.Immutable;
using System.Globalization;

namespace ClinicalRl.Simulation.Environments;

/// <summary>The environments of a service. An environment is asked for as <c>id</c>, <c>id@1</c> or <c>id@1.2.3</c>.</summary>
public sealed class EnvironmentCatalogue
{
    /// <summary>Fails when two environments share an id.</summary>
    public EnvironmentCatalogue(params ImmutableArray<IEnvironment> environments)
    {
        if (environments.Select(environment => environment.Spec.Id).Distinct(StringComparer.Ordinal).Count() != environments.Length)
            throw new ArgumentException("Two environments share an id.", nameof(environments));
        Environments = environments;
    }

    /// <summary>All of them.</summary>
    public ImmutableArray<IEnvironment> Environments { get; }

    /// <summary>The environment that <paramref name="reference"/> asks for, or null when there is none of that id and version.</summary>
    public IEnvironment? Find(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? reference : reference[..at];
        var environment = Environments.FirstOrDefault(candidate => candidate.Spec.Id == id);
        if (environment is null || at < 0)
            return environment;
        var wanted = reference[(at + 1)..];
        var version = environment.Spec.Version;
        var matches = wanted == version.ToString() || wanted == version.Major.ToString(CultureInfo.InvariantCulture);
        return matches ? environment : null;
    }
}
