using Ucam.Vqa;

namespace Ucam.Web.Asking;

/// <summary>A picture that was sent, opened by each model, so that further questions about it cost the head alone.</summary>
internal sealed class ShelvedPicture : IDisposable
{
    private const int Side = 1024;

    private readonly Dictionary<VqaModel, OpenedPicture> _opened;

    /// <summary>Keeps what these models need of a picture, and a copy of at most 1,024 pixels a side to show.</summary>
    public ShelvedPicture(string id, Picture picture, IEnumerable<VqaModel> models)
    {
        Id = id;
        _opened = models.ToDictionary(model => model, model => model.Unopened(picture));
        Shown = picture.AtMost(Side);
    }

    /// <summary>Of its bytes, so that the same file has the same; empty where it is not kept.</summary>
    public string Id { get; }

    /// <summary>The picture as it is shown.</summary>
    public Picture Shown { get; }

    /// <summary>The picture before a model.</summary>
    public OpenedPicture Before(VqaModel model) => _opened[model];

    /// <summary>Waits for the questions under way.</summary>
    public void Dispose()
    {
        foreach (OpenedPicture opened in _opened.Values) opened.Dispose();
    }
}
