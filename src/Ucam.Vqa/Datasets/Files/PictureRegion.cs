namespace Ucam.Vqa.Datasets.Files;

/// <summary>A part of a picture, as shares of a grid's cells.</summary>
internal abstract class PictureRegion
{
    /// <summary>
    /// Share of each cell of a rows×columns grid that the region covers, in [0,1]; null where the region turns out not to be there.
    /// </summary>
    public abstract float[,]? Cells(int rows, int columns);
}
