namespace Ucam.Vqa.Datasets;

/// <summary>A set that knows where the doubt about an answer comes from.</summary>
internal interface IDoubtTruth
{
    /// <summary>The difficulties of the picture and their shares in people's doubt.</summary>
    DoubtTruth DoubtOf(int item);

    /// <summary>Share of each cell of a rows×columns grid in which the difficulties of an object lie.</summary>
    float[,] DoubtMask(int item, int k, int rows, int columns);
}
