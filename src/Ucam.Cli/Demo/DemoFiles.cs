using Ucam.Cli.Paths;
using Ucam.Studies;

namespace Ucam.Cli.Demo;

/// <summary>Writes the pictures of answers to a folder on other threads, while further questions are answered.</summary>
/// <param name="folder">The folder; made with the first picture.</param>
internal sealed class DemoFiles(string folder) : IDisposable
{
    private readonly List<Task> _writing = [];

    /// <summary>Begins to write a picture, its maps and its card.</summary>
    /// <param name="stem">What the files' names begin with.</param>
    /// <param name="entry">What was asked and answered.</param>
    /// <exception cref="UcamException">An earlier one could not be written.</exception>
    public void Add(string stem, ReportEntry entry)
    {
        // A full disk ends the tour at once and not with its last question.
        if (_writing.Find(task => task.IsFaulted) is { } failed) failed.GetAwaiter().GetResult();
        string path = Path.Combine(folder, stem);
        _writing.Add(Task.Run(() => entry.Picture.SavePng(Output.WithFolder(path + ".png"))));
        foreach (ActivationMap map in entry.Answer.Maps)
            _writing.Add(Task.Run(() =>
                map.Overlay(entry.Picture).SavePng(Output.WithFolder($"{path}.{map.Kind.ToString().ToLowerInvariant()}.png"))));
        _writing.Add(Task.Run(() =>
            AnswerCard.Render(entry.Picture, entry.Answer, entry.PictureName).SavePng(Output.WithFolder(path + ".card.png"))));
    }

    /// <summary>Waits for all files.</summary>
    /// <exception cref="UcamException">One could not be written.</exception>
    public void Finish() => Task.WhenAll(_writing).GetAwaiter().GetResult();

    /// <summary>Waits, whatever came of the files: a write that is cut off would leave its temporary file.</summary>
    public void Dispose()
    {
        foreach (Task writing in _writing) ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
    }
}
