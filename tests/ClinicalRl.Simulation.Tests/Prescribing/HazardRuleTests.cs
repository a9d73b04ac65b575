using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Tests.Prescribing;

/// <summary>Each hazard rule of the reference list: what it forbids, and the twin that it must leave alone.</summary>
public sealed class HazardRuleTests
{
    [Theory]
    // Rule, what it forbids, beside what, in whom; then what is right instead, in the same person.
    [InlineData("RX02a", "trimethoprim 200 mg oral twice_daily lower-uti 3", "methotrexate_2_5mg_tablets 15 mg oral once_weekly rheumatoid-arthritis on monday", "", "pivmecillinam 200 mg oral three_times_daily lower-uti 3")]
    [InlineData("RX12", "ibuprofen 400 mg oral three_times_daily pain 5", "apixaban 5 mg oral twice_daily stroke-prevention-af", "", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX14", "naproxen 250 mg oral twice_daily pain 5", "", "egfr 44;crcl 50", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX14b", "naproxen 250 mg oral twice_daily pain 5", "ramipril 5 mg oral once_daily hypertension|furosemide 40 mg oral once_daily oedema", "", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX15", "naproxen 250 mg oral twice_daily pain 5", "", "heart_failure", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX16", "ibuprofen 400 mg oral three_times_daily pain 5", "", "pregnancy_weeks 20", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX19b", "apixaban 5 mg oral twice_daily stroke-prevention-af", "", "mechanical_valve", "")]
    [InlineData("RX21a", "ibuprofen 400 mg oral three_times_daily pain 5", "lithium_carbonate 800 mg oral once_daily bipolar-disorder", "", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX21b", "ramipril 5 mg oral once_daily hypertension", "lithium_carbonate 800 mg oral once_daily bipolar-disorder", "", "amlodipine 5 mg oral once_daily hypertension")]
    [InlineData("RX21c", "indapamide 2.5 mg oral once_daily hypertension", "lithium_carbonate 800 mg oral once_daily bipolar-disorder", "", "amlodipine 5 mg oral once_daily hypertension")]
    [InlineData("RX23a", "spironolactone 25 mg oral once_daily heart-failure", "ramipril 5 mg oral once_daily heart-failure", "potassium 5.1", "bisoprolol 2.5 mg oral once_daily heart-failure")]
    [InlineData("RX23d", "trimethoprim 200 mg oral twice_daily lower-uti 3", "ramipril 5 mg oral once_daily heart-failure", "potassium 5.1", "pivmecillinam 200 mg oral three_times_daily lower-uti 3")]
    [InlineData("RX24", "ramipril 5 mg oral once_daily hypertension", "", "pregnancy_weeks 8", "labetalol 100 mg oral twice_daily hypertension-pregnancy")]
    [InlineData("RX25a", "ramipril 5 mg oral once_daily hypertension", "", "vomiting", "amlodipine 5 mg oral once_daily hypertension")]
    [InlineData("RX57", "dapagliflozin 10 mg oral once_daily type-2-diabetes", "", "vomiting", "linagliptin 5 mg oral once_daily type-2-diabetes")]
    [InlineData("RX26", "metformin 500 mg oral twice_daily type-2-diabetes", "", "egfr 29", "linagliptin 5 mg oral once_daily type-2-diabetes")]
    [InlineData("RX27b", "nitrofurantoin 100 mg oral twice_daily lower-uti 3", "", "egfr 44", "pivmecillinam 200 mg oral three_times_daily lower-uti 3")]
    [InlineData("RX27c", "nitrofurantoin 100 mg oral twice_daily lower-uti 3", "", "pyelonephritis", "cefalexin 1000 mg oral three_times_daily pyelonephritis 7")]
    [InlineData("RX28a", "trimethoprim 200 mg oral twice_daily lower-uti 3", "", "pregnancy_weeks 8", "nitrofurantoin 100 mg oral twice_daily lower-uti-pregnancy 7")]
    [InlineData("RX29a", "gentamicin 400 mg intravenous once_daily sepsis-urinary 1", "", "crcl 29", "ceftriaxone 2 g intravenous once_daily sepsis-urinary 3")]
    [InlineData("RX29b", "gentamicin 400 mg intravenous once_daily sepsis-urinary 1", "", "mitochondrial_m1555", "ceftriaxone 2 g intravenous once_daily sepsis-urinary 3")]
    [InlineData("RX32", "paracetamol 1000 mg oral four_times_daily pain 5", "co_codamol_30_500 2 tablets oral four_times_daily pain", "", "ibuprofen 400 mg oral three_times_daily pain 5")]
    [InlineData("RX33a", "citalopram 10 mg oral once_daily depression 28", "", "long_qt", "sertraline 50 mg oral once_daily depression 28")]
    [InlineData("RX33c", "citalopram 40 mg oral once_daily depression 28", "", "age 66", "citalopram 20 mg oral once_daily depression 28")]
    [InlineData("RX34a", "clarithromycin 500 mg oral twice_daily chest-infection 5", "citalopram 20 mg oral once_daily depression", "", "doxycycline 100 mg oral once_daily chest-infection 5")]
    [InlineData("RX34a", "ondansetron 4 mg oral twice_daily nausea 3", "amiodarone 200 mg oral once_daily atrial-fibrillation-rhythm", "", "cyclizine 50 mg oral three_times_daily nausea 3")]
    [InlineData("RX35", "domperidone 10 mg oral three_times_daily nausea 3", "", "cardiac_disease", "cyclizine 50 mg oral three_times_daily nausea 3")]
    [InlineData("RX36a", "sertraline 50 mg oral once_daily depression 28", "linezolid 600 mg oral twice_daily cellulitis-mrsa", "", "mirtazapine 15 mg oral once_daily depression 28")]
    [InlineData("RX36a", "sumatriptan 50 mg oral as_required migraine 7 most 2", "phenelzine 15 mg oral three_times_daily depression-resistant", "", "")]
    [InlineData("RX37", "propranolol 40 mg oral twice_daily migraine-prevention 28", "", "asthma", "topiramate 25 mg oral once_daily migraine-prevention 28")]
    [InlineData("RX38", "verapamil 80 mg oral three_times_daily angina 28", "bisoprolol 2.5 mg oral once_daily angina", "", "amlodipine 5 mg oral once_daily angina 28")]
    [InlineData("RX38b", "diltiazem 60 mg oral three_times_daily angina 28", "", "heart_failure", "amlodipine 5 mg oral once_daily angina 28")]
    [InlineData("RX39a", "digoxin 250 micrograms oral once_daily atrial-fibrillation-rate 28", "", "egfr 59", "digoxin 125 micrograms oral once_daily atrial-fibrillation-rate 28")]
    [InlineData("RX39c", "digoxin 125 micrograms oral once_daily atrial-fibrillation-rate 28", "", "potassium 3.4", "bisoprolol 2.5 mg oral once_daily atrial-fibrillation-rate 28")]
    [InlineData("RX41a", "simvastatin 40 mg oral once_daily cardiovascular-prevention", "clarithromycin 500 mg oral twice_daily chest-infection 5", "", "atorvastatin 20 mg oral once_daily cardiovascular-prevention")]
    [InlineData("RX41b", "simvastatin 40 mg oral once_daily cardiovascular-prevention", "amlodipine 5 mg oral once_daily hypertension", "", "simvastatin 20 mg oral once_daily cardiovascular-prevention")]
    [InlineData("RX40b", "simvastatin 40 mg oral once_daily cardiovascular-prevention", "amiodarone 200 mg oral once_daily atrial-fibrillation-rhythm", "", "simvastatin 20 mg oral once_daily cardiovascular-prevention")]
    [InlineData("RX42", "colchicine 500 micrograms oral twice_daily gout 4", "clarithromycin 500 mg oral twice_daily chest-infection 5", "", "naproxen 250 mg oral twice_daily gout 5")]
    [InlineData("RX43", "ciprofloxacin 500 mg oral twice_daily pyelonephritis 7", "theophylline 300 mg oral twice_daily copd-control", "", "cefalexin 1000 mg oral three_times_daily pyelonephritis 7")]
    [InlineData("RX44", "allopurinol 100 mg oral once_daily gout-prevention 28", "azathioprine 125 mg oral once_daily inflammatory-bowel-disease", "", "")]
    [InlineData("RX45a", "diazepam 5 mg oral twice_daily acute-anxiety 5", "morphine_modified_release 30 mg oral twice_daily chronic-pain", "morphine_equivalent 60", "")]
    [InlineData("RX45b", "gabapentin 300 mg oral three_times_daily neuropathic-pain", "morphine_modified_release 30 mg oral twice_daily chronic-pain", "morphine_equivalent 60", "")]
    [InlineData("RX46", "fentanyl_patch 12 micrograms/hour transdermal every_72_hours chronic-pain 15", "", "morphine_equivalent 0", "buprenorphine_7_day_patch 5 micrograms/hour transdermal once_weekly chronic-pain 28")]
    [InlineData("RX48", "morphine_oral_solution 5 mg oral every_4_hours severe-pain 3", "", "egfr 29", "oxycodone_immediate_release 2.5 mg oral every_6_hours severe-pain 3")]
    [InlineData("RX49a", "codeine 15 mg oral four_times_daily pain 3", "", "age 11;weight 40", "")]
    [InlineData("RX49b", "codeine 15 mg oral four_times_daily pain 3", "", "age 17;tonsil_surgery", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX49c", "codeine 30 mg oral four_times_daily pain 3", "", "breastfeeding", "paracetamol 1000 mg oral four_times_daily pain 5")]
    [InlineData("RX50a", "sodium_valproate 300 mg oral twice_daily epilepsy 28", "", "age 54", "levetiracetam 500 mg oral twice_daily epilepsy 28")]
    [InlineData("RX50b", "sodium_valproate 300 mg oral twice_daily epilepsy 28", "", "age 30;two_specialists;childbearing_potential", "levetiracetam 500 mg oral twice_daily epilepsy 28")]
    [InlineData("RX51", "topiramate 25 mg oral twice_daily epilepsy 28", "", "childbearing_potential", "lamotrigine 25 mg oral once_daily epilepsy 28")]
    [InlineData("RX52", "warfarin 3 mg oral once_daily venous-thrombosis", "", "pregnancy_weeks 9", "")]
    [InlineData("RX53a", "combined_pill 1 tablets oral once_daily contraception 84", "", "past_vte", "desogestrel 75 micrograms oral once_daily contraception 84")]
    [InlineData("RX53b", "combined_pill 1 tablets oral once_daily contraception 84", "", "age 35;smoker", "desogestrel 75 micrograms oral once_daily contraception 84")]
    [InlineData("RX54", "sildenafil 50 mg oral as_required erectile-dysfunction 28 most 1", "glyceryl_trinitrate_spray 1 puffs sublingual as_required angina most 6", "", "alprostadil_cream 300 micrograms topical as_required erectile-dysfunction 28 most 1")]
    [InlineData("RX55", "omeprazole 20 mg oral once_daily reflux 28", "clopidogrel 75 mg oral once_daily stroke-secondary-prevention", "", "lansoprazole 30 mg oral once_daily reflux 28")]
    [InlineData("RX56", "gliclazide 80 mg oral once_daily type-2-diabetes", "", "poor_intake", "linagliptin 5 mg oral once_daily type-2-diabetes")]
    [InlineData("RX58", "ciprofloxacin 500 mg oral twice_daily pyelonephritis 7", "", "age 61", "cefalexin 1000 mg oral three_times_daily pyelonephritis 7")]
    [InlineData("RX58", "ciprofloxacin 500 mg oral twice_daily pyelonephritis 7", "", "aortic_aneurysm", "cefalexin 1000 mg oral three_times_daily pyelonephritis 7")]
    [InlineData("RX59", "flucloxacillin 500 mg oral four_times_daily cellulitis 7", "paracetamol 1000 mg oral four_times_daily pain", "egfr 29;poor_intake", "doxycycline 100 mg oral once_daily cellulitis 5")]
    [InlineData("RX60", "salmeterol_inhaler 2 puffs inhaled twice_daily asthma-control", "", "asthma", "beclometasone_formoterol_inhaler 2 puffs inhaled twice_daily asthma-control")]
    [InlineData("RX61", "quetiapine 25 mg oral once_daily dementia-behaviour 28", "", "dementia", "")]
    [InlineData("RX62", "metoclopramide 10 mg oral three_times_daily nausea 3", "", "parkinsons_disease", "domperidone 10 mg oral three_times_daily nausea 3")]
    [InlineData("RX65", "aspirin 300 mg oral four_times_daily fever 2", "", "age 15;weight 45", "")]
    [InlineData("RX05", "potassium_chloride_concentrate 40 mmol intravenous every_8_hours hypokalaemia 1", "", "potassium 2.6", "potassium_chloride_ready_made_bag 40 mmol intravenous every_8_hours hypokalaemia 1")]
    [InlineData("RX08", "midazolam_5mg_per_ml 2 mg intravenous once_only procedure-sedation 1", "", "", "midazolam_1mg_per_ml 2 mg intravenous once_only procedure-sedation 1")]
    public void Rule_ForbidsTheOne_AndAllowsTheOther(string rule, string forbidden, string beside, string person, string right)
    {
        string[] others = beside.Length == 0 ? [] : beside.Split('|');
        Assert.Contains(rule, Prescriber.Broken(Someone(person), [forbidden, .. others]));
        if (right.Length > 0)
            Assert.DoesNotContain(Prescriber.Assess(Someone(person), [right, .. others]), issue => issue.Order == 0);
    }

    /// <summary>What is right only with a test or a protecting medicine.</summary>
    [Theory]
    [InlineData("RX03a", "methotrexate_2_5mg_tablets 15 mg oral once_weekly rheumatoid-arthritis 28 on monday", "", "weeks:fbc 13;weeks:lft 6", "fbc", 7)]
    [InlineData("RX18", "warfarin 3 mg oral once_daily stroke-prevention-af", "", "weeks:inr 13", "inr", 3)]
    [InlineData("RX17a", "clarithromycin 500 mg oral twice_daily chest-infection 5", "warfarin 3 mg oral once_daily stroke-prevention-af", "", "inr", 5)]
    [InlineData("RX17c", "metronidazole 400 mg oral three_times_daily dental-infection 5", "warfarin 3 mg oral once_daily stroke-prevention-af", "", "inr", 5)]
    [InlineData("RX17d", "fluconazole 150 mg oral once_only thrush 1", "warfarin 3 mg oral once_daily stroke-prevention-af", "", "inr", 5)]
    [InlineData("RX22a", "lithium_carbonate 400 mg oral once_daily bipolar-disorder 28", "", "weeks:lithium_level 14;age 65", "lithium_level", 7)]
    [InlineData("RX22b", "lithium_carbonate 400 mg oral once_daily bipolar-disorder 28", "", "weeks:lithium_level 27;age 40", "lithium_level", 7)]
    [InlineData("RX40a", "amiodarone 200 mg oral once_daily atrial-fibrillation-rhythm", "", "weeks:tft 27", "tft", 14)]
    public void Rule_IsKept_ByATestInTime(string rule, string order, string beside, string person, string test, int withinDays)
    {
        string[] chart = beside.Length == 0 ? [order] : [order, beside];
        Assert.Contains(rule, Prescriber.Broken(Someone(person), chart));
        Assert.Contains(rule, Prescriber.Broken(Someone(person).Test(test, withinDays + 1), chart));
        Assert.DoesNotContain(rule, Prescriber.Broken(Someone(person).Test(test, withinDays), chart));
    }

    [Theory]
    [InlineData("RX13a", "naproxen 250 mg oral twice_daily pain 5", "", "age 65")]
    [InlineData("RX13b", "naproxen 250 mg oral twice_daily pain 5", "", "peptic_ulcer")]
    [InlineData("RX20", "clopidogrel 75 mg oral once_daily stroke-secondary-prevention", "apixaban 5 mg oral twice_daily stroke-prevention-af", "")]
    [InlineData("RX12b", "aspirin 75 mg oral once_daily cardiovascular-secondary-prevention", "apixaban 5 mg oral twice_daily stroke-prevention-af", "")]
    [InlineData("PINCER6", "aspirin 75 mg oral once_daily cardiovascular-secondary-prevention", "clopidogrel 75 mg oral once_daily stroke-secondary-prevention", "")]
    [InlineData("NSAID-SSRI", "naproxen 250 mg oral twice_daily pain 5", "sertraline 50 mg oral once_daily depression", "")]
    public void Rule_IsKept_ByUlcerProtection(string rule, string order, string beside, string person)
    {
        string[] chart = beside.Length == 0 ? [order] : [order, beside];
        Assert.Contains(rule, Prescriber.Broken(Someone(person), chart));
        Assert.DoesNotContain(rule, Prescriber.Broken(Someone(person), [.. chart, "lansoprazole 15 mg oral once_daily gastroprotection"]));
    }

    /// <summary>RX09 to RX11: what each reaction to a penicillin forbids.</summary>
    [Theory]
    [InlineData("flucloxacillin 500 mg oral four_times_daily cellulitis 7", "intolerance", true)]
    [InlineData("flucloxacillin 500 mg oral four_times_daily cellulitis 7", "delayed", false)]
    [InlineData("co_amoxiclav 625 mg oral three_times_daily cellulitis 7", "immediate", false)]
    [InlineData("pivmecillinam 200 mg oral three_times_daily lower-uti 3", "immediate", false)]
    [InlineData("temocillin 2000 mg intravenous twice_daily sepsis-urinary 5", "immediate", false)]
    [InlineData("phenoxymethylpenicillin 500 mg oral four_times_daily tonsillitis 5", "unknown", false)]
    [InlineData("cefalexin 500 mg oral twice_daily lower-uti 3", "immediate", false)]
    [InlineData("cefalexin 500 mg oral twice_daily lower-uti 3", "delayed", true)]
    [InlineData("ceftriaxone 2 g intravenous once_daily sepsis-urinary 3", "immediate", true)]
    [InlineData("meropenem 1000 mg intravenous every_8_hours sepsis-urinary 3", "immediate", true)]
    [InlineData("doxycycline 100 mg oral once_daily cellulitis 5", "immediate", true)]
    public void PenicillinAllergy_ForbidsByReaction(string order, string reaction, bool allowed) =>
        Assert.Equal(allowed, !Prescriber.Assess(new Person().AllergicTo("penicillin", reaction), order).Any(issue => issue.Area == IssueArea.Allergy));

    /// <summary>RX30: intravenous paracetamol by weight, kidneys and liver; RX31 by mouth.</summary>
    [Theory]
    [InlineData("paracetamol 1000 mg intravenous every_6_hours pain 2", "weight 51", true)]
    [InlineData("paracetamol 1000 mg intravenous every_6_hours pain 2", "weight 50", false)]
    [InlineData("paracetamol 750 mg intravenous every_6_hours pain 2", "weight 50", true)]
    [InlineData("paracetamol 600 mg intravenous every_6_hours pain 2", "weight 40", true)]
    [InlineData("paracetamol 700 mg intravenous every_6_hours pain 2", "weight 40", false)]
    [InlineData("paracetamol 1000 mg intravenous every_6_hours pain 2", "weight 70;liver_disease", false)]
    [InlineData("paracetamol 1000 mg intravenous every_8_hours pain 2", "weight 70;liver_disease", true)]
    [InlineData("paracetamol 1000 mg oral four_times_daily pain 5", "weight 49", false)]
    [InlineData("paracetamol 500 mg oral four_times_daily pain 5", "weight 49", true)]
    [InlineData("paracetamol 200 mg oral every_6_hours fever 2", "age 4;weight 16", true)]
    [InlineData("paracetamol 2000 mg oral every_6_hours fever 2", "age 4;weight 16", false)]
    public void Paracetamol_GoesByWeight(string order, string person, bool right) => Assert.Equal(right, Prescriber.Faults(Someone(person), order) == RegimenFaults.None);

    /// <summary>RX04, RX06, RX07, RX67: routes and slipped decimal points.</summary>
    [Theory]
    [InlineData("morphine_oral_solution 5 mg intravenous every_4_hours severe-pain 3", "Route")]
    [InlineData("vincristine 2 mg intrathecal once_only lymphoma 1", "Route")]
    [InlineData("insulin_aspart 8 units intravenous three_times_daily diabetes-insulin-mealtime 7", "Route")]
    [InlineData("insulin_aspart 120 units subcutaneous three_times_daily diabetes-insulin-mealtime 7", "Tenfold")]
    [InlineData("insulin_aspart 8 mg subcutaneous three_times_daily diabetes-insulin-mealtime 7", "Unit")]
    [InlineData("insulin_aspart 8 units subcutaneous three_times_daily diabetes-insulin-mealtime 7 unsafe", "Notation")]
    [InlineData("levothyroxine 1000 mg oral once_daily hypothyroidism", "Tenfold")]
    [InlineData("paracetamol 500 mg oral as_required pain 5", "NoMaximum")]
    [InlineData("amoxicillin 500 mg oral three_times_daily chest-infection 60", "Duration")]
    [InlineData("amoxicillin 500 mg oral three_times_daily epilepsy 5", "NotForThis")]
    [InlineData("amoxicillin 100 mg oral three_times_daily chest-infection 5", "DoseLow")]
    public void Regimen_HasTheFault(string order, string fault) => Assert.True(Prescriber.Faults(new Person(), order).HasFlag(Enum.Parse<RegimenFaults>(fault)), $"{Prescriber.Faults(new Person(), order)}");

    [Fact]
    public void Masses_Convert_BetweenGramsMilligramsAndMicrograms()
    {
        Assert.Equal(RegimenFaults.None, Prescriber.Faults(new Person(), "ceftriaxone 2000 mg intravenous once_daily sepsis-urinary 3"));
        Assert.Equal(RegimenFaults.None, Prescriber.Faults(new Person(), "levothyroxine 0.1 mg oral once_daily hypothyroidism"));
        Assert.Equal(RegimenFaults.None, Prescriber.Faults(new Person(), "paracetamol 1 g oral four_times_daily pain 5"));
    }

    [Fact]
    public void Notes_ChangeNothing() =>
        Assert.Empty(Prescriber.Assess(new Person(), "atorvastatin 20 mg oral once_daily cardiovascular-prevention", "amlodipine 5 mg oral once_daily hypertension"));

    private static Person Someone(string traits)
    {
        var parts = traits.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var numbers = parts.Where(part => part.Contains(' ', StringComparison.Ordinal)).Select(part => part.Split(' '))
            .Select(part => (part[0], double.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture)));
        return new Person([.. numbers]).With([.. parts.Where(part => !part.Contains(' ', StringComparison.Ordinal))]);
    }

    /// <summary>Nothing is started by mouth in someone who is nil by mouth; what was taken before is not a new order.</summary>
    [Fact]
    public void NilByMouth_ForbidsNewOrdersByMouth()
    {
        var person = new Person(("crcl", 60)).With("no_oral_route");
        Assert.Equal(RegimenFaults.Route, Prescriber.Faults(person, "paracetamol 1000 mg oral four_times_daily pain 2"));
        Assert.Equal(RegimenFaults.None, Prescriber.Faults(person, "paracetamol 1000 mg intravenous every_6_hours pain 2"));
    }
}
