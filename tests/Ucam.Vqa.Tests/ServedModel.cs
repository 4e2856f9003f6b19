using Ucam.Vqa.Models;

namespace Ucam.Vqa.Tests;

/// <summary>A small model and a picture, and how often the backbone ran.</summary>
internal sealed class ServedModel : IDisposable
{
    public const string Question = "What colour is the ball?", Other = "Is there a cube?", Third = "Is the ball there?";
    private readonly TemporaryFolder _folder = new();
    private int _forwards;

    public ServedModel()
    {
        using (VqaNetwork network = SmallModels.Network()) Checkpoint.Save(network, File, "{}");
        Model = Load();
        Model.Network.Backbone.register_forward_hook((_, _, output) =>
        {
            Interlocked.Increment(ref _forwards);
            return output;
        });
    }

    public string File => _folder["m.safetensors"];

    public VqaModel Model { get; }

    public Picture Picture { get; } = Pictures.Noise(40, 56, 1);

    public Picture Another { get; } = Pictures.Noise(30, 30, 2);

    public int Forwards => Volatile.Read(ref _forwards);

    public string this[string name] => _folder[name];

    public VqaModel Load() => VqaModel.Load(File);

    /// <summary>All that an answer says, as numbers and words.</summary>
    public static object[] All(Answer a) => [a.Question, a.Text, a.Model, a.Probability, a.Uncertainty, a.Familiarity.Score, a.Familiarity.Distance,
        .. a.Candidates, .. a.Maps.SelectMany(m => m.Values.Cast<float>().Select(v => (object)v))];

    public void Dispose()
    {
        Model.Dispose();
        _folder.Dispose();
    }
}
