using System.Collections.Immutable;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Reports.Hazards;

/// <summary>An environment that a log was made for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="ContentHash">SHA-256 of its content.</param>
public sealed record LoggedEnvironment(string Id, string Version, string ContentHash);

/// <summary>
/// The hazards of a service in the columns of DCB0129, with likelihoods read from a coverage matrix. A row is never deleted: what is no longer
/// declared stays, retired. Nothing in it is assessed or signed by a clinical safety officer.
/// </summary>
public sealed record HazardLog
{
    /// <summary>Failures that a row names at most.</summary>
    public const int MostFailures = 10;

    /// <summary>What stands where a person should.</summary>
    public const string NotAssigned = "not assigned";

    /// <summary>What must be said of every row.</summary>
    public const string Notice =
        "Draft made by a program from synthetic simulations. No clinical safety officer has assessed, owned or signed any row. Not a hazard log under DCB0129 until one has. Not for the care of patients.";

    /// <summary><see cref="Notice"/>.</summary>
    public required string Statement { get; init; }

    /// <summary>How a likelihood was read, in sentences.</summary>
    public required ImmutableArray<string> Rule { get; init; }

    /// <summary>The environments whose hazards were compared.</summary>
    public required ImmutableArray<LoggedEnvironment> Environments { get; init; }

    /// <summary>The episodes that the likelihoods rest on.</summary>
    public required EvidenceSpan Evidence { get; init; }

    /// <summary>SHA-256, lower-case hex, of the exported log before; null for a first one.</summary>
    public required string? PreviousSha256 { get; init; }

    /// <summary>The rows: declared hazards in the order of their environments, then retired ones by id.</summary>
    public required ImmutableArray<HazardRow> Rows { get; init; }

    /// <summary>
    /// The log of everything the matrix's environments declare, continuing <paramref name="previous"/>.
    /// </summary>
    /// <exception cref="NewerHazardLogException">The log before was made for a newer version of an environment.</exception>
    public static HazardLog Of(CoverageMatrix matrix, PreviousHazardLog? previous = null)
    {
        if (previous?.NewerThan(matrix.Environments) is { } newer)
            throw newer;
        var before = previous?.Log.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal) ?? [];
        var declared = new List<HazardRow>();
        foreach (var spec in matrix.Environments)
        {
            foreach (var hazard in spec.Hazards)
            {
                var cell = matrix[hazard.Category, spec.Id];
                var row = HazardRows.Of(spec, cell, cell.Hazards.First(covered => covered.Hazard.Id == hazard.Id));
                declared.Add(row with { History = HazardHistory.Of(row, before.GetValueOrDefault(row.Id), spec.Version.ToString()) });
            }
        }

        var ids = declared.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var versions = matrix.Environments.ToDictionary(spec => spec.Id, spec => spec.Version.ToString(), StringComparer.Ordinal);
        var gone = before.Values.Where(row => !ids.Contains(row.Id)).OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => HazardHistory.Retire(row, versions.GetValueOrDefault(row.Environment)));
        return new HazardLog
        {
            Statement = Notice,
            Rule = HazardRows.Rule,
            Environments = [.. matrix.Environments.Select(spec => new LoggedEnvironment(spec.Id, spec.Version.ToString(), spec.ContentHash))],
            Evidence = matrix.Evidence,
            PreviousSha256 = previous?.Sha256,
            Rows = [.. declared, .. gone],
        };
    }
}
