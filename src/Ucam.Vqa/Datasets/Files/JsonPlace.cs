using System.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Where in a JSON document a reader is, as "annotations[3].answers[1].answer".</summary>
internal sealed class JsonPlace
{
    private const int InObject = -2;
    private readonly List<(string Name, long Index)> _levels = [];

    /// <summary>Whether the reader is outside every object and array.</summary>
    public bool IsTop => _levels.Count == 0;

    public void EnterObject() => _levels.Add(("", InObject));

    public void EnterArray() => _levels.Add(("", -1));

    public void Leave() => _levels.RemoveAt(_levels.Count - 1);

    public void Name(string name) => _levels[^1] = (name, InObject);

    public void NextItem() => _levels[^1] = ("", _levels[^1].Index + 1);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, long index) in _levels)
        {
            if (index >= 0) text.Append('[').Append(index).Append(']');
            else if (name.Length > 0) text.Append(text.Length > 0 ? "." : "").Append(name);
        }
        return text.ToString();
    }
}
