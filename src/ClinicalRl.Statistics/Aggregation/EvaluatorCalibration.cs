namespace ClinicalRl.Statistics.Aggregation;

/// <summary>What a snapshot holds of one evaluator.</summary>
/// <param name="Gold">The sums it rests on.</param>
/// <param name="Noise">κ: noise variance over h, drawn towards the panel's by four degrees of freedom (Smyth 2004).</param>
/// <param name="Shrinkage">λ, from 0 (the panel's bias) to 1 (the evaluator's own).</param>
/// <param name="Bias">Predicted bias, subtracted from scores.</param>
/// <param name="BiasVariance">u: its variance given the panel.</param>
public sealed record EvaluatorCalibration(GoldSums Gold, double Noise, double Shrinkage, double Bias, double BiasVariance)
{
    /// <summary>1 / (0.16κ + u): the weight of this evaluator's scores before they are made to sum to 1.</summary>
    public double Precision => 1 / ((NoiseModel.ReferenceSpread * Noise) + BiasVariance);

    /// <summary>Whether there are too few gold ratings for production scores.</summary>
    public bool IsProvisional => Gold.Count < NoiseModel.MinGoldRatings;
}
