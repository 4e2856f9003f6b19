using TorchSharp;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models;

/// <summary>Backbone, head, variance head, vocabularies and familiarity: all that answers a question.</summary>
internal sealed class VqaNetwork : IDisposable
{
    /// <summary>Creates an untrained network; the weights come from the global random state.</summary>
    public VqaNetwork(VqaConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        Words = QuestionVocabulary.FromList(config.Words);
        Answers = AnswerVocabulary.FromList(config.Answers);
        Backbone = new Backbone(config.Backbone);
        int grid = config.Backbone.Grid;
        Head = VqaMethods.Create(config.Model, new HeadShape(Backbone.OutputChannels, grid, grid, Words.Count, Answers.Count));
        Variance = new VarianceHead(Answers.Count);
    }

    /// <summary>The header.</summary>
    public VqaConfig Config { get; }

    /// <summary>The question vocabulary.</summary>
    public QuestionVocabulary Words { get; }

    /// <summary>The answer vocabulary.</summary>
    public AnswerVocabulary Answers { get; }

    /// <summary>Pictures → features.</summary>
    public Backbone Backbone { get; }

    /// <summary>Features and question → logits.</summary>
    public VqaHead Head { get; }

    /// <summary>Logits → σ².</summary>
    public VarianceHead Variance { get; }

    /// <summary>Set once the network is trained.</summary>
    public FamiliarityDetector? Familiarity { get; set; }

    /// <summary>The same for what it looks at, by <see cref="FamiliarityDetector"/> over the values that attention points at; set with
    /// <see cref="Certainty"/>.</summary>
    public FamiliarityDetector? Gaze { get; set; }

    /// <summary>Whether a picture and a question belong together; set with <see cref="Certainty"/>, null where that could not be learned.</summary>
    public MatchDetector? Match { get; set; }

    /// <summary>P(right) of its answers; set once it was fitted.</summary>
    public CertaintyEstimator? Certainty { get; set; }

    /// <summary>What is promised of its answers; goes with <see cref="Certainty"/>.</summary>
    public AnswerPromises? Promises { get; set; }

    /// <summary>What questions suggest without a picture, kept for the next picture.</summary>
    internal BlindAnswers Blind { get; } = new();

    /// <summary>Whoever works on the network says so here, so that it is not disposed meanwhile.</summary>
    internal CallGuard Calls { get; } = new();

    /// <summary>Where head and variance head are; the CPU until <see cref="To"/>.</summary>
    internal Device Device { get; private set; } = CPU;

    /// <summary>Moves head and variance head, which then take features and questions there. Backbone and familiarity stay on the CPU.</summary>
    internal void To(Device device)
    {
        Head.to(device);
        Variance.to(device);
        Device = device;
    }

    /// <summary>The parts by the prefix their tensors carry in a checkpoint.</summary>
    internal IReadOnlyList<(string Prefix, Module Module)> Parts => [("backbone", Backbone), ("head", Head), ("variance", Variance)];

    /// <summary>Switches batch normalisation to evaluation and fixes the weights.</summary>
    public void Freeze()
    {
        foreach ((_, Module module) in Parts)
        {
            module.eval();
            foreach (var parameter in module.parameters()) parameter.requires_grad = false;
        }
    }

    /// <summary>Waits for the answers, evaluations and explanations under way, then releases the weights; later ones are refused.</summary>
    public void Dispose() => Calls.Close(Release);

    private void Release()
    {
        Backbone.Dispose();
        Head.Dispose();
        Variance.Dispose();
        Familiarity?.Dispose();
        Gaze?.Dispose();
        Match?.Dispose();
    }
}
