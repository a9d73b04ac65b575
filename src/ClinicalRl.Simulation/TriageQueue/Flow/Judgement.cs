using System.Numerics;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.TriageQueue.Flow;

/// <summary>
/// What good triage would decide, from the chart of the presentation, NEWS2 and pain: once on the hidden truth (what is right) and
/// once on what was found (what is justified).
/// </summary>
internal sealed class Judgement(TriageContent content)
{
    /// <summary>D2: below it nobody watches the vital signs, so they must be known before.</summary>
    private const int MonitoredRung = 2;

    /// <summary>NEWS2 applies from 16 years and outside pregnancy.</summary>
    public bool UsesNews2(ScenarioPatient patient) => patient.AgeMonths >= content.Rules.News2MinimumMonths && !patient.Pregnant;

    /// <summary>The placement that is right at <paramref name="minute"/>.</summary>
    public Placement Required(ScenarioPatient patient, int treatedMinute, int minute)
    {
        var truth = Truth(patient, treatedMinute, minute);
        var placement = patient.Family.Rules[0].Placement;
        foreach (var rule in patient.Family.Rules)
        {
            if (rule.When.Evaluate(truth) == Content.Truth.True)
            {
                placement = rule.Placement;
                break;
            }
        }

        if (UsesNews2(patient) && content.Rules.ForNews2(truth.News2Score()) is { } demanded)
            placement = placement.MoreUrgent(demanded);
        var category = content.Rules.CategoryForPain(truth.Value(Vital.Pain));
        return category < placement.Category ? placement with { Category = category, AcceptedCategories = 1 << category | placement.AcceptedCategories & ((1 << category) - 1) } : placement;
    }

    /// <summary>The truth at <paramref name="minute"/>: untreated minutes worsen a patient, treated ones mend at the same pace.</summary>
    public TrueKnowledge Truth(ScenarioPatient patient, int treatedMinute, int minute)
    {
        var untreated = (treatedMinute >= 0 ? treatedMinute : minute) - patient.ArrivalMinute;
        if (treatedMinute >= 0)
            untreated -= minute - treatedMinute;
        return new TrueKnowledge(patient, Math.Max(untreated, 0) / 10.0, content.Rules.News2);
    }

    /// <summary>How many rules could still demand a rung above <paramref name="chosen"/> because nobody looked.</summary>
    public int RedFlagsUnsought(ScenarioPatient patient, in PatientState state, int chosen)
    {
        var found = new FoundKnowledge(patient, state, content);
        var unsought = 0;
        foreach (var rule in patient.Family.Rules)
        {
            if (rule.Placement.DispositionSteps(chosen) > 0 && rule.When.Evaluate(found) == Content.Truth.Unknown)
                unsought++;
        }

        return unsought + (chosen > MonitoredRung && UsesNews2(patient) && !found.VitalsComplete ? 1 : 0);
    }

    /// <summary>
    /// Whether what was found justifies the chosen rung: the first rule known to hold, with NEWS2, accepts it, and no rule that nobody
    /// looked into could ask for more.
    /// </summary>
    public bool IsJustified(ScenarioPatient patient, in PatientState state, int chosen)
    {
        var found = new FoundKnowledge(patient, state, content);
        var score = UsesNews2(patient) ? found.News2Score() : null;
        if (UsesNews2(patient) && score is null && chosen > MonitoredRung)
            return false;
        Placement? demanded = score is { } known ? content.Rules.ForNews2(known) : null;
        foreach (var rule in patient.Family.Rules)
        {
            var truth = rule.When.Evaluate(found);
            if (truth == Content.Truth.Unknown && rule.Placement.DispositionSteps(chosen) > 0)
                return false;
            if (truth == Content.Truth.True)
                return (demanded is { } more ? rule.Placement.MoreUrgent(more) : rule.Placement).DispositionSteps(chosen) == 0;
        }

        return demanded?.DispositionSteps(chosen) == 0;
    }

    /// <summary>The most urgent rung that what was found demands for certain; 8 when nothing does.</summary>
    public int FoundRung(ScenarioPatient patient, in PatientState state)
    {
        const int LeastUrgent = 8;
        var found = new FoundKnowledge(patient, state, content);
        var rung = UsesNews2(patient) && found.News2Score() is { } score && content.Rules.ForNews2(score) is { } demanded ? demanded.Disposition : LeastUrgent;
        foreach (var rule in patient.Family.Rules)
        {
            if (rule.When != Condition.Always && rule.When.Evaluate(found) == Content.Truth.True)
                return Math.Min(rung, rule.Placement.Disposition);
        }

        return rung;
    }

    /// <summary>Teams that what was found calls for, one bit each.</summary>
    public int TeamsFound(ScenarioPatient patient, in PatientState state)
    {
        var found = new FoundKnowledge(patient, state, content);
        var teams = 0;
        foreach (var need in patient.Family.Teams)
            teams |= need.When.Evaluate(found) == Content.Truth.True ? 1 << (int)need.Team : 0;
        return teams;
    }

    /// <summary>Whether the chart asks for a medicine before the patient moves on.</summary>
    public bool Needs(ScenarioPatient patient, int medicine, int minute)
    {
        var truth = Truth(patient, -1, minute);
        foreach (var must in patient.Family.MustDos)
        {
            if (must.Medicine == medicine && must.When.Evaluate(truth) == Content.Truth.True)
                return true;
        }

        return false;
    }

    /// <summary>Findings, by bit, that were found present and on which the most urgent rule known to hold rests.</summary>
    public uint DecisiveFlags(ScenarioPatient patient, in PatientState state)
    {
        var found = new FoundKnowledge(patient, state, content);
        foreach (var rule in patient.Family.Rules)
        {
            if (rule.When.Evaluate(found) != Content.Truth.True)
                continue;
            var flags = 0U;
            foreach (var term in rule.When.All.AsSpan())
                flags |= term.Kind == TermKind.Finding ? 1U << term.Index : 0;
            foreach (var term in rule.When.Any.AsSpan())
                flags |= term.Kind == TermKind.Finding ? 1U << term.Index : 0;
            return flags & state.FindingsKnown & patient.Findings;
        }

        return 0;
    }

    /// <summary>Teams that must be told, one bit each.</summary>
    public int TeamsNeeded(ScenarioPatient patient, int minute)
    {
        var truth = Truth(patient, -1, minute);
        var teams = 0;
        foreach (var need in patient.Family.Teams)
            teams |= need.When.Evaluate(truth) == Content.Truth.True ? 1 << (int)need.Team : 0;
        return teams;
    }

    /// <summary>The checks and medicines needed before the patient moves on, and which of them are undone.</summary>
    public NeededFirst NeededFirst(ScenarioPatient patient, in PatientState state, int minute)
    {
        var truth = Truth(patient, -1, minute);
        var needed = default(NeededFirst);
        foreach (var must in patient.Family.MustDos)
        {
            if (must.When.Evaluate(truth) != Content.Truth.True)
                continue;
            var done = must.Check >= 0 ? state.HasDone(must.Check) : (state.MedicinesGiven >> must.Medicine & 1) != 0;
            needed.Count++;
            needed.Missing += done ? 0 : 1;
            if (must.Check == content.Checks.PregnancyTest)
                (needed.PregnancyTest, needed.PregnancyTestMissing) = (true, !done);
            if (must.Check == content.Checks.SafetyPlan)
                (needed.CrisisQuestions, needed.CrisisQuestionsMissing) = (true, !done);
        }

        return needed;
    }

    /// <summary>Whether the safety-net told so far is specific and right: signs, time and route.</summary>
    public static bool IsComplete(ScenarioPatient patient, in PatientState state)
    {
        const int FewestRightSigns = 2;
        var net = patient.Family.SafetyNet;
        var right = BitOperations.PopCount(state.NetSigns & net.Signs);
        var told = BitOperations.PopCount(state.NetSigns);
        var routes = BitOperations.PopCount((uint)(state.NetRoutes & net.Routes));
        return right >= FewestRightSigns && right * 2 > told && routes * 2 > BitOperations.PopCount((uint)state.NetRoutes) && state.NetHours > 0 && state.NetHours <= net.WithinHours;
    }
}

/// <summary>What is needed before a patient moves on.</summary>
internal record struct NeededFirst(int Count, int Missing, bool PregnancyTest, bool PregnancyTestMissing, bool CrisisQuestions, bool CrisisQuestionsMissing);
