#include "session/history.h"

#include <gtest/gtest.h>

namespace lode {
namespace {

Scene titled(const std::string& title, double azimuth_deg = 0) {
  Scene scene;
  scene.title = title;
  scene.camera.azimuth_deg = azimuth_deg;
  return scene;
}

TEST(History, UndoesAndRedoesSteps) {
  History history(titled("a"));
  EXPECT_FALSE(history.can_undo());
  history.commit(titled("b"));
  history.commit(titled("c"));
  history.undo();
  EXPECT_EQ(history.current().title, "b");
  history.undo();
  EXPECT_EQ(history.current().title, "a");
  history.undo();
  EXPECT_EQ(history.current().title, "a");
  history.redo();
  history.redo();
  EXPECT_EQ(history.current().title, "c");
  EXPECT_FALSE(history.can_redo());
}

TEST(History, AnEditForgetsWhatWasUndone) {
  History history(titled("a"));
  history.commit(titled("b"));
  history.undo();
  history.commit(titled("c"));
  EXPECT_FALSE(history.can_redo());
  history.undo();
  EXPECT_EQ(history.current().title, "a");
}

TEST(History, AnEqualSceneIsNoStep) {
  History history(titled("a"));
  history.commit(titled("a"));
  EXPECT_FALSE(history.can_undo());
  Scene coloured = titled("a");
  coloured.layers.resize(1);
  history.commit(coloured);  // its colour range is NaN, chosen from the data: still equal to itself
  history.commit(coloured);
  history.undo();
  EXPECT_FALSE(history.can_undo());
}

TEST(History, LookingAroundIsNoEditAndUndoDoesNotMoveTheCamera) {
  History history(titled("a", 0));
  history.commit(titled("b", 0));
  history.commit(titled("b", 90));
  history.undo();
  EXPECT_EQ(history.current().title, "a");
  EXPECT_EQ(history.current().camera.azimuth_deg, 90);
  history.commit(titled("a", 45));
  EXPECT_TRUE(history.can_redo()) << "looking around keeps what was undone";
  history.redo();
  EXPECT_EQ(history.current().title, "b");
  EXPECT_EQ(history.current().camera.azimuth_deg, 45);
}

TEST(History, TheThemeIsNoEditAndUndoKeepsIt) {
  History history(titled("a"));
  history.commit(titled("b"));
  Scene light = titled("b");
  light.dark = !light.dark;
  history.commit(light);
  EXPECT_EQ(history.current().dark, light.dark);
  history.undo();
  EXPECT_EQ(history.current().title, "a");
  EXPECT_EQ(history.current().dark, light.dark);
  history.redo();
  EXPECT_EQ(history.current().dark, light.dark);
}

}  // namespace
}  // namespace lode
