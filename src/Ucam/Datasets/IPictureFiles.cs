namespace Ucam.Datasets;

/// <summary>A set whose pictures are files.</summary>
internal interface IPictureFiles
{
    /// <summary>The file of a picture; null where the set was read without its pictures.</summary>
    string? PictureFile(int picture);
}
