using System.Globalization;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>The passing of minutes: results come back, deadlines pass, delay does harm.</content>
internal sealed partial class PrescribingStep
{
    private void Advance(int minutes)
    {
        progress.Minute = (short)Math.Min(progress.Minute + minutes, content.Parameters.AbandonedAfterMinutes);
        DeliverResults();
        if (decided)
            return;
        var deadline = scenario.Family.DeadlineMinutes;
        if (progress.Minute > deadline && !progress.Has(ProgressFlags.Overdue))
        {
            progress.Flags |= ProgressFlags.Overdue;
            Add(PrescribingFacts.Overdue, HarmClass, Urgent, 1);
            result.AddNews("This should have been decided by now.");
        }

        if (Urgent > 0 && progress.Minute > deadline * content.Parameters.HarmAfterDeadlines && !progress.Has(ProgressFlags.Harmed))
        {
            progress.Flags |= ProgressFlags.Harmed;
            Add(PrescribingFacts.Harmed, HarmClass, 1);
            result.AddNews("The patient has become worse while waiting and is taken over by the acute team.");
        }
    }

    private void DeliverResults()
    {
        for (var test = 0; test < words.Tests.Length; test++)
        {
            if (progress.ResultDue[test] < 0 || progress.ResultDue[test] > progress.Minute)
                continue;
            progress.ResultDue[test] = Progress.ResultCome;
            result.AddNews(string.Create(CultureInfo.InvariantCulture, $"Result of {words.Title(words.Tests[test].Id)}: "), record.Result(test));
        }
    }

    private void Abandon()
    {
        decided = true;
        Add(PrescribingFacts.Abandoned, HarmClass, Urgent, 1);
        result.AddNews("A colleague takes the request over.");
    }
}
