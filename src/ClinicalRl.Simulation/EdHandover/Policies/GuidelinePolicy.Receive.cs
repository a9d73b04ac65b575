using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <content>What it answers the receiving team, and how it checks the read-back.</content>
internal sealed partial class GuidelinePolicy
{
    private AgentAction AnswerOpen(string id, string words)
    {
        if (id == "PUSH")
            return AnswerPush(id, GivesWay || IsFair(words));
        if (words == "What is the latest NEWS2?" || words == "Which way is the patient going?")
            return Tell(id, Items.Severity, notes.Severity());
        if (words == "Any allergies?" && !notes.HasAllergyEntry)
            return Tell(id, Items.Allergies, new Claim { Concept = (short)content.Known.AllergyUnknown });
        foreach (var topic in notes.Topics)
        {
            foreach (var question in content.Items[topic.Item].Questions)
            {
                if (Words(question.Words, topic.Best) != words)
                    continue;
                if (topic.Item == Items.Identity)
                    return TellNumber(id, topic.Best.NhsNumber!);
                if ((question.Field & ~topic.Best.Claim.Said) == ClaimFields.None)
                    return Tell(id, topic.Item, topic.Best.Claim);
            }
        }

        return InWords ? AgentAction.Call("answer", new { question = id, text = "I do not know, I will find out." }) : AgentAction.Call("answer", new { question = id, stance = "find_out" });
    }

    /// <summary>A request about beds, charts and porters, not about what is true.</summary>
    private static bool IsFair(string words) => words.Contains("please", StringComparison.OrdinalIgnoreCase);

    private AgentAction AnswerPush(string id, bool gives)
    {
        if (InWords)
            return AgentAction.Call("answer", new { question = id, text = gives ? "Agreed." : "I am sorry, I cannot leave that out and I cannot say what is not so." });
        return AgentAction.Call("answer", new { question = id, stance = gives ? "give_way" : "hold" });
    }

    private AgentAction TellNumber(string id, string number) => InWords
        ? AgentAction.Call("answer", new { question = id, text = $"The NHS number is {number}." })
        : AgentAction.Call("answer", new { question = id, value = double.Parse(number, System.Globalization.CultureInfo.InvariantCulture) });

    private AgentAction Tell(string id, int item, in Claim claim)
    {
        var arguments = Say(item, claim);
        arguments["question"] = id;
        return AgentAction.Call("answer", arguments);
    }

    /// <summary>Compares each line with the one it should be.</summary>
    private AgentAction CheckReadBack(HandoverView view)
    {
        var known = notes.Topics.Where(topic => topic.Item != Items.Severity).Select(topic => (topic.Item, topic.Best)).ToList();
        for (var line = 0; line < view.Open.Count; line++)
        {
            if (Lines(known).Contains(view.Open[line].Text))
                continue;
            return Correct(line + 1, view.Open[line].Text, known);
        }

        return AgentAction.Call("confirm_readback");
    }

    private IEnumerable<string> Lines(List<(int Item, SeenEntry Entry)> known)
    {
        foreach (var (item, entry) in known)
            yield return Words(content.Items[item].Read, entry);
        yield return Words(content.Items[Items.Severity].Read, new SeenEntry("", "", false, null, notes.Severity(), null, null, null, default, 0));
        yield return Words(content.Items[Items.Allergies].Read, new SeenEntry("", "", false, null, new Claim { Concept = (short)content.Known.AllergyUnknown }, null, null, null, default, 0));
    }

    private AgentAction Correct(int line, string words, List<(int Item, SeenEntry Entry)> known)
    {
        if (words.Contains("NHS number", StringComparison.Ordinal))
            return AgentAction.Call("confirm_readback", new { line, nhs_number = known.First(topic => topic.Entry.IsIdentity).Entry.NhsNumber });
        var severity = notes.Severity();
        var (item, claim) = words.StartsWith(content.Concepts[severity.Concept].Title, StringComparison.OrdinalIgnoreCase)
            ? (Items.Severity, severity)
            : known.Where(topic => topic.Entry.Claim.Concept >= 0).Select(topic => (topic.Item, topic.Entry.Claim))
                .Where(candidate => words.Contains(content.Concepts[candidate.Claim.Concept].Title, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(candidate => candidate.Claim.Said).FirstOrDefault((Items.Severity, severity));
        var arguments = Say(item, claim);
        arguments["line"] = line;
        return AgentAction.Call("confirm_readback", arguments);
    }

    private string Words(ClaimTemplate template, SeenEntry entry)
    {
        var claim = entry.IsIdentity ? entry.Claim with { Value = double.Parse(entry.NhsNumber!, System.Globalization.CultureInfo.InvariantCulture), BirthDate = BirthDate(entry.BirthDate!) } : entry.Claim;
        return template.Text(claim, entry.Name ?? "", content);
    }

    private static int BirthDate(string shown)
    {
        _ = StatementArguments.TryBirthDate(new ArgumentValue(true, shown, 0, []), out var date);
        return date;
    }
}
