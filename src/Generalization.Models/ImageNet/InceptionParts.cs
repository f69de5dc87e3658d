using Generalization.Models.Layers;

namespace Generalization.Models.ImageNet;

/// <summary>What the parts of one network are made with.</summary>
/// <param name="Layers">Makes its layers.</param>
/// <param name="Options">What it is.</param>
/// <param name="Decay">How its running averages follow.</param>
internal sealed record InceptionParts(SeededLayers Layers, InceptionV3Options Options, RunningDecay Decay);
