using ClinicalRl.Rewards;

namespace ClinicalRl.Reports.Trials;

/// <summary>
/// Splits an episode's reward among the criteria that paid it, and what is missing to 1 among those that cost it. A criterion's gain in a step is
/// weight × score ÷ sum of the weights judged, its loss weight × (1 − score) ÷ that sum. A gate that holds a step or the episode down takes from
/// all gains alike, and what it takes is the loss of the criterion whose gate is the lowest. Gains add up to the episode's reward; gains and
/// losses to 1, unless nothing was judged: then both are 0.
/// </summary>
public sealed class RewardAttribution
{
    private readonly RewardDocument document;

    private readonly Dictionary<Criterion, int> places = new(ReferenceEqualityComparer.Instance);

    private readonly double[] gains;

    private readonly double[] losses;

    private double weight;

    private (int Place, double Cap)? episodeGate;

    /// <summary>Nothing judged yet, by the criteria of <paramref name="document"/>.</summary>
    public RewardAttribution(RewardDocument document)
    {
        this.document = document;
        for (var at = 0; at < document.Criteria.Length; at++)
            places[document.Criteria[at]] = at;
        (gains, losses) = (new double[document.Criteria.Length], new double[document.Criteria.Length]);
    }

    /// <summary>What each criterion paid, in document order.</summary>
    public IReadOnlyList<double> Gains => gains;

    /// <summary>What each criterion cost, in document order.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <summary>Adds a step, in the order of the episode.</summary>
    public void Add(StepReward step)
    {
        foreach (var verdict in step.Breakdown)
        {
            if (verdict.GateFired && verdict.Criterion.Gate is { Scope: GateScope.Episode } gate && !(episodeGate?.Cap <= gate.Cap))
                episodeGate = (places[verdict.Criterion], gate.Cap);
        }

        if (!step.Judged)
            return;
        var judged = step.Breakdown.Sum(verdict => verdict.Criterion.Weight);
        var share = document.Aggregate == EpisodeAggregate.SeverityWeighted ? judged : 1;
        weight += share;
        var earned = step.Breakdown.Sum(verdict => verdict.Criterion.Weight * verdict.Score) / judged;
        var kept = LowestStepGate(step) is { } place ? Hold(earned, step.Value, share, place) : 1;
        foreach (var verdict in step.Breakdown)
        {
            var at = places[verdict.Criterion];
            var part = share * verdict.Criterion.Weight / judged;
            gains[at] += part * verdict.Score * kept;
            losses[at] += part * (1 - verdict.Score);
        }
    }

    /// <summary>Ends the episode, whose tally is <paramref name="tally"/>; nothing is added after it.</summary>
    public void End(RewardTally tally)
    {
        if (weight == 0)
            return;
        for (var at = 0; at < gains.Length; at++)
            (gains[at], losses[at]) = (gains[at] / weight, losses[at] / weight);
        if (episodeGate is not { } gate)
            return;
        var kept = Hold(gains.Sum(), tally.EpisodeReward, 1, gate.Place);
        for (var at = 0; at < gains.Length; at++)
            gains[at] *= kept;
    }

    /// <summary>Charges what a gate takes to its criterion; the share of the gains that stays.</summary>
    private double Hold(double earned, double paid, double share, int place)
    {
        if (!(paid < earned))
            return 1;
        losses[place] += share * (earned - paid);
        return paid / earned;
    }

    private int? LowestStepGate(StepReward step)
    {
        (int Place, double Cap)? lowest = null;
        foreach (var verdict in step.Breakdown)
        {
            if (verdict.GateFired && verdict.Criterion.Gate is { Scope: GateScope.Step } gate && !(lowest?.Cap <= gate.Cap))
                lowest = (places[verdict.Criterion], gate.Cap);
        }

        return lowest?.Place;
    }
}
