using System.Collections.Immutable;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>How a screen stands.</summary>
public enum ScreenDecision
{
    /// <summary>More items are needed.</summary>
    Undecided,

    /// <summary>Passed; the guards must hold too.</summary>
    Pass,

    /// <summary>Failed.</summary>
    Fail,
}

/// <summary>Where a screen stands after some items.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="AtItem">The item that decided, from 1; null while undecided.</param>
/// <param name="LogLikelihoodRatios">After each item given, also those after the decision.</param>
public sealed record ScreenResult(ScreenDecision Decision, int? AtItem, ImmutableArray<double> LogLikelihoodRatios);

/// <summary>
/// The first screen of an evaluator: a few items with an early stop when the likelihood ratio of <see cref="GoodRate"/> to
/// <see cref="GuessRate"/> falls to Wald's lower boundary (Wald 1945). It can reject guessing; it cannot certify accuracy.
/// </summary>
public sealed record ItemScreen
{
    /// <summary>Items shown.</summary>
    public int Items { get; init; } = 11;

    /// <summary>Correct answers that pass.</summary>
    public int PassCount { get; init; } = 9;

    /// <summary>Rate of one who guesses, p0.</summary>
    public double GuessRate { get; init; } = 0.5;

    /// <summary>Rate of one who is good, p1, above p0.</summary>
    public double GoodRate { get; init; } = 0.9;

    /// <summary>Tolerated probability of passing a guesser, α.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Tolerated probability of failing a good one, β.</summary>
    public double Beta { get; init; } = 0.10;

    /// <summary>Whether reaching the upper boundary passes at once. Off, since it raises the pass rate of guessers from 3.1% to 5.4%.</summary>
    public bool EarlyPass { get; init; }

    /// <summary>Whether reaching the lower boundary fails at once.</summary>
    public bool EarlyFail { get; init; } = true;

    /// <summary>ln(β / (1 − α)).</summary>
    public double LowerBoundary => Math.Log(Beta / (1 - Alpha));

    /// <summary>ln((1 − β) / α).</summary>
    public double UpperBoundary => Math.Log((1 - Beta) / Alpha);

    /// <summary>s·ln(p1/p0) + (n − s)·ln((1 − p1)/(1 − p0)) for s correct in n.</summary>
    public double LogLikelihoodRatio(int correct, int answered) =>
        (correct * Math.Log(GoodRate / GuessRate)) + ((answered - correct) * Math.Log((1 - GoodRate) / (1 - GuessRate)));

    /// <summary>Where the screen stands after these outcomes, in order.</summary>
    public ScreenResult Evaluate(IReadOnlyList<bool> outcomes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outcomes.Count, Items, nameof(outcomes));
        var path = ImmutableArray.CreateBuilder<double>(outcomes.Count);
        var (decision, atItem, correct) = (ScreenDecision.Undecided, (int?)null, 0);
        for (var i = 0; i < outcomes.Count; i++)
        {
            correct += outcomes[i] ? 1 : 0;
            path.Add(LogLikelihoodRatio(correct, i + 1));
            if (decision != ScreenDecision.Undecided)
                continue;
            decision = Decide(correct, i + 1);
            atItem = decision == ScreenDecision.Undecided ? null : i + 1;
        }

        return new ScreenResult(decision, atItem, path.MoveToImmutable());
    }

    /// <summary>Exact probabilities for one whose true rate is <paramref name="rate"/>, from 0 to 1.</summary>
    public ScreenCharacteristic Characteristic(double rate)
    {
        Numbers.RequireUnit(rate, nameof(rate));
        var undecided = new double[Items + 1];
        undecided[0] = 1;
        var (pass, fail, expected) = (0.0, 0.0, 0.0);
        for (var n = 1; n <= Items; n++)
        {
            for (var s = n; s >= 0; s--)
                undecided[s] = (undecided[s] * (1 - rate)) + (s > 0 ? undecided[s - 1] * rate : 0);
            for (var s = 0; s <= n; s++)
            {
                var decision = Decide(s, n);
                if (decision == ScreenDecision.Undecided)
                    continue;
                pass += decision == ScreenDecision.Pass ? undecided[s] : 0;
                fail += decision == ScreenDecision.Fail ? undecided[s] : 0;
                expected += n * undecided[s];
                undecided[s] = 0;
            }
        }

        return new ScreenCharacteristic(pass, fail, expected);
    }

    private ScreenDecision Decide(int correct, int answered)
    {
        var ratio = LogLikelihoodRatio(correct, answered);
        if (EarlyFail && ratio <= LowerBoundary)
            return ScreenDecision.Fail;
        if (EarlyPass && ratio >= UpperBoundary)
            return ScreenDecision.Pass;
        if (answered < Items)
            return ScreenDecision.Undecided;
        return correct >= PassCount ? ScreenDecision.Pass : ScreenDecision.Fail;
    }
}

/// <summary>What a screen does to an evaluator of some true rate.</summary>
/// <param name="PassProbability">Probability of passing.</param>
/// <param name="FailProbability">Probability of failing.</param>
/// <param name="ExpectedItems">Mean number of items shown.</param>
public readonly record struct ScreenCharacteristic(double PassProbability, double FailProbability, double ExpectedItems);
