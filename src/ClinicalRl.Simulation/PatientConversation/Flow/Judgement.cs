using System.Numerics;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>What is right for a person, and what is justified by what has been found out.</summary>
internal sealed class Judgement(ConversationContent content, KeyWords key)
{
    private const int LeastUrgentRung = 8;

    /// <summary>Rungs by which a place is less (positive) or more (negative) urgent than any acceptable one.</summary>
    public int Steps(ChartRow row, int place)
    {
        if ((row.Accepted >> place & 1) != 0)
            return 0;
        var rungs = content.Vocabulary.Rungs;
        var (most, least) = (LeastUrgentRung, 1);
        for (var i = 0; i < rungs.Length; i++)
        {
            if ((row.Accepted >> i & 1) != 0)
                (most, least) = (Math.Min(most, rungs[i]), Math.Max(least, rungs[i]));
        }

        var rung = rungs[place];
        return rung > least ? rung - least : rung < most ? rung - most : 0;
    }

    /// <summary>How many red flags and topics of the complaint ought to be known, and how many of them are not.</summary>
    public (int Needed, int Unsought) RedFlags(ConversationScenario scenario, in Talk talk)
    {
        var family = scenario.Family;
        var flags = family.RedFlags;
        return (
            BitOperations.PopCount(flags) + BitOperations.PopCount(family.MustAsk),
            BitOperations.PopCount(flags & ~talk.Known) + BitOperations.PopCount(family.MustAsk & ~talk.TopicsAsked));
    }

    /// <summary>
    /// Whether what was found justifies a place: the first row known to hold accepts it, and no row above it that nobody looked into could
    /// ask for more.
    /// </summary>
    public bool IsJustified(ConversationScenario scenario, in Talk talk, int place)
    {
        foreach (var row in scenario.Family.Chart)
        {
            var truth = row.Evaluate(talk.Known, scenario.Present);
            if (truth == Truth.True)
                return Steps(row, place) == 0;
            if (truth == Truth.Unknown && Steps(row, place) > 0)
                return false;
        }

        return false;
    }

    /// <summary>Teams that what was found calls for.</summary>
    public static ulong TeamsFound(ConversationScenario scenario, in Talk talk)
    {
        foreach (var row in scenario.Family.Chart)
        {
            if (row.Evaluate(talk.Known, scenario.Present) == Truth.True)
                return row.Teams;
        }

        return 0;
    }

    /// <summary>Advice that must be given to this person.</summary>
    public static ulong AdviceNeeded(ConversationScenario scenario) => scenario.Row.Must & ~scenario.Contraindicated;

    /// <summary>Present items that were found and on which the right row rests.</summary>
    public static uint DecisiveFlags(ConversationScenario scenario, in Talk talk) =>
        (scenario.Row.All | scenario.Row.AnyOf) & talk.Known & scenario.Present;

    /// <summary>Whether a safety-net is right in sign, time and route.</summary>
    public (bool Sign, bool Time, bool Route) Net(Family family, ulong signs, int hours, ulong routes)
    {
        var right = BitOperations.PopCount(signs & family.Net.Signs);
        var rightRoutes = BitOperations.PopCount(routes & family.Net.Routes);
        return (
            right >= content.Parameters.FewestRightSigns && right * 2 > BitOperations.PopCount(signs),
            hours > 0 && hours <= family.Net.WithinHours,
            rightRoutes > 0 && rightRoutes * 2 >= BitOperations.PopCount(routes));
    }

    public bool IsUnsafeToRaise(ConversationScenario scenario, in Talk talk, int topic) =>
        (scenario.Family.PrivateTopics >> topic & 1) != 0 && (ListensIn(scenario, talk) || InterpretsAtHome(scenario, talk));

    /// <summary>Whether somebody is there who should not hear private matters.</summary>
    public static bool ListensIn(ConversationScenario scenario, in Talk talk) => scenario.CompanyPresent && !talk.Has(TalkFlags.Alone);

    /// <summary>Whether what is said goes through a relative.</summary>
    public static bool InterpretsAtHome(ConversationScenario scenario, in Talk talk) => scenario.Language is not null && !talk.Has(TalkFlags.InterpreterPresent);

    public KeyWords Key => key;
}
