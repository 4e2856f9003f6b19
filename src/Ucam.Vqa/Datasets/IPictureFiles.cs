namespace Ucam.Vqa.Datasets;

/// <summary>A set whose pictures are files.</summary>
internal interface IPictureFiles
{
    /// <summary>The file of a picture; null where it has none or the set was read without its pictures.</summary>
    string? PictureFile(int picture);
}
