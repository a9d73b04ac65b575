namespace ClinicalRl.Statistics.Agreement;

/// <summary>How much two categories that differ still agree.</summary>
public enum AgreementWeights
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary>1 − |i − j| / (k − 1).</summary>
    Linear,

    /// <summary>1 − ((i − j) / (k − 1))².</summary>
    Quadratic,
}

/// <summary>The weights' values.</summary>
internal static class WeightTables
{
    /// <summary>A table of weights from 0 to 1 of categories in equal steps.</summary>
    public static double[,] Of(AgreementWeights weights, int categories)
    {
        var table = new double[categories, categories];
        for (var i = 0; i < categories; i++)
        {
            for (var j = 0; j < categories; j++)
            {
                var distance = i == j ? 0 : Math.Abs(i - j) / (categories - 1.0);
                table[i, j] = weights switch
                {
                    AgreementWeights.Linear => 1 - distance,
                    AgreementWeights.Quadratic => 1 - (distance * distance),
                    _ => i == j ? 1 : 0,
                };
            }
        }

        return table;
    }
}
