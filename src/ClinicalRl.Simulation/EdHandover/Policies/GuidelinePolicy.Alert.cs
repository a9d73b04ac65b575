using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <content>Which alerts it raises and whom it calls.</content>
internal sealed partial class GuidelinePolicy
{
    private AgentAction? Alert()
    {
        foreach (var flag in Flags())
        {
            if (flag >= 0 && flagged.Add(flag))
                return AgentAction.Call("flag", new { what = content.Vocabulary.Flags[flag] });
        }

        return null;
    }

    private IEnumerable<int> Flags()
    {
        var severity = notes.Severity();
        var rules = content.Rules;
        if (severity.Detail == content.Known.Worsening && (!severity.HasValue || severity.Value >= content.Parameters.StaleFromScore))
            yield return rules.DeterioratingFlag;
        foreach (var topic in notes.Topics)
        {
            var claim = topic.Best.Claim;
            if (topic.Item == Items.Critical)
                yield return claim.Detail == content.Known.NormalResult ? -1 : rules.CriticalResultFlag;
            else if (topic.Item == Items.Medicines)
                yield return rules.IsTimeCritical(claim.Concept) ? rules.TimeCriticalFlag : -1;
            else if (topic.Item == Items.Allergies)
                yield return claim.Detail >= 0 ? rules.FlagOf(claim.Detail) : -1;
            else if (claim.Concept >= 0)
                yield return rules.FlagOf(claim.Concept);
        }
    }

    private AgentAction? Tell(HandoverView view)
    {
        foreach (var contact in Contacts(view))
        {
            if (contact >= 0 && called.Add(contact))
                return AgentAction.Call("contact", new { who = content.Vocabulary.Contacts[contact] });
        }

        return null;
    }

    private IEnumerable<int> Contacts(HandoverView view)
    {
        var registrar = content.Vocabulary.Contacts.IndexOf("medical-registrar");
        if (notes.Severity() is { HasValue: true } severity && severity.Value >= content.Parameters.RegistrarFromScore)
            yield return registrar;
        var start = ClockTimes.Add(view.Clock, -view.Minute);
        foreach (var topic in notes.Topics)
        {
            var claim = topic.Best.Claim;
            if (topic.Item == Items.Critical && ClockTimes.Add(claim.At, -start) < content.Parameters.LimitMinutes && claim.Owner < 0 && claim.Detail != content.Known.NormalResult)
                yield return registrar;
            if (topic.Item == Items.Medicines && content.IsDueNow(claim, start))
                yield return content.Vocabulary.Contacts.IndexOf("bedside-nurse");
            else if (claim.Concept >= 0)
                yield return content.Rules.CallOf(claim.Concept);
        }
    }
}
