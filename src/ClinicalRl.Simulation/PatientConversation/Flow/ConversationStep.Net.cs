namespace ClinicalRl.Simulation.PatientConversation.Flow;

/// <summary>The safety-net: which signs, within what time, and where to turn.</summary>
internal sealed partial class ConversationStep
{
    /// <summary>"Weakness" may be of an arm or of the legs: the one that matters here is meant.</summary>
    private static ulong Meant(List<ulong> spoken, ulong right)
    {
        var meant = 0UL;
        foreach (var words in spoken)
        {
            var candidates = (words & right) != 0 ? words & right : words;
            meant |= candidates & (~candidates + 1);
        }

        return meant;
    }

    private void SafetyNet(Turn turn, bool followed)
    {
        turn.Signs |= Meant(turn.SpokenSigns, scenario.Family.Net.Signs);
        turn.Routes |= Meant(turn.SpokenRoutes, scenario.Family.Net.Routes);
        if (!turn.NamesNet && talk.Signs == 0)
            return;
        var before = talk.Has(TalkFlags.NetComplete);
        var (signs, routes) = (talk.Signs | turn.Signs, (ulong)talk.Routes | turn.Routes);
        var hours = turn.NetHours > 0 ? turn.NetHours : talk.NetHours;
        var (sign, time, route) = judgement.Net(scenario.Family, signs, hours, routes);
        var vague = turn.VagueNet && signs == 0;
        if (turn.GivesNet && (!talk.Has(TalkFlags.NetGiven) || !(sign && time && route)))
        {
            Add(
                ConversationFacts.SafetyNetted, Bool(!talk.Has(TalkFlags.NetGiven)), Bool(sign), Bool(time), Bool(route), Bool(sign && time && route), Bool(vague),
                Bool(followed));
            if (vague)
                Misspeak(Fault.VagueNet, 1);
        }

        if (!turn.GivesNet)
            return;
        talk.Set(TalkFlags.NetGiven);
        (talk.Signs, talk.Routes, talk.NetHours) = (signs, (ushort)routes, (ushort)hours);
        talk.Clear(TalkFlags.NetComplete);
        if (sign && time && route && (followed || before))
            talk.Set(TalkFlags.NetComplete);
    }
}
