using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Agreement;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>
/// What a set of records comes to, in the numbers that stand beside rewards: calibrated scores of steps and episodes, agreement, the standing of each
/// evaluator. A pure function of the set of records; the same records are the same bytes of JSON, however they came.
/// </summary>
public sealed record ReliabilityFigures
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>Version of the method: <see cref="CalibratedEvidence.MethodVersion"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether any evaluator is a program: then none of these numbers says anything about an agent or a person.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Records they rest on.</summary>
    public required int Records { get; init; }

    /// <summary>Of these, corrected later.</summary>
    public required int Superseded { get; init; }

    /// <summary>SHA-256 over the ids of the records, ordinal order, a line each: the hash that a report of them names.</summary>
    public required string RecordsHash { get; init; }

    /// <summary>Krippendorff's alpha, interval, of scores of steps; units are steps with two scores.</summary>
    public required Estimate<double> StepAlpha { get; init; }

    /// <summary>The same of judgements of whole episodes.</summary>
    public required Estimate<double> EpisodeAlpha { get; init; }

    /// <summary>How far automatic verdicts are the evaluators', by criterion.</summary>
    public required ImmutableArray<CriterionAgreement> Criteria { get; init; }

    /// <summary>The chosen episodes, by id.</summary>
    public required ImmutableArray<EpisodeFigures> Episodes { get; init; }

    /// <summary>The evaluators, by pseudonym.</summary>
    public required ImmutableArray<EvaluatorFigures> Evaluators { get; init; }

    /// <summary>Of all records of a ledger.</summary>
    public static ReliabilityFigures Of(EvidenceLedger ledger)
    {
        var evidence = CalibratedEvidence.Of(ledger);
        return new ReliabilityFigures
        {
            Method = CalibratedEvidence.MethodVersion,
            Simulated = evidence.IsSimulated,
            Records = evidence.Records,
            Superseded = evidence.Superseded,
            RecordsHash = HashOf(ledger),
            StepAlpha = Alpha(evidence.Steps.Select(step => step.Given.Select(given => given.Score))),
            EpisodeAlpha = Alpha(evidence.Episodes.Select(episode => episode.Judgements.Select(judgement => judgement.Score))),
            Criteria = CriterionAgreement.Of(evidence),
            Episodes = [.. evidence.Episodes.Select(EpisodeFigures.Of)],
            Evaluators = [.. evidence.Evaluators.Select(EvaluatorFigures.Of)],
        };
    }

    /// <summary>SHA-256 over the ids of a ledger's records, ordinal order, a line each.</summary>
    public static string HashOf(EvidenceLedger ledger) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', ledger.Ids()))));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ReliabilityFigures Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ReliabilityFigures>(json, Options) ?? throw new JsonException("There are no figures.");

    /// <summary>Members in a fixed order, numbers exact.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    private static Estimate<double> Alpha(IEnumerable<IEnumerable<double>> units) => KrippendorffAlpha.Of(
        RatingTable.Of(units.Select(unit => (IReadOnlyList<double?>)[.. unit.Select(value => (double?)value)])), MeasurementLevel.Interval);
}
