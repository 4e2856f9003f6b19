namespace Ucam.Studies.Comparison;

/// <summary>Folders in which cells are trained; one that a killed run left is known by a file that nobody holds.</summary>
internal static class WorkFolder
{
    public const string Prefix = "work-";
    private const string Lock = "in-use";

    /// <summary>Makes a folder and holds it until the stream is disposed.</summary>
    public static FileStream Hold(string work)
    {
        Directory.CreateDirectory(work);
        return new FileStream(Path.Combine(work, Lock), FileMode.Create, FileAccess.Write, FileShare.None);
    }

    /// <summary>Removes the folders of runs that are no more.</summary>
    public static void Clean(string folder) => Leftovers.CleanFolders(folder, Prefix + "*", Lock);
}
