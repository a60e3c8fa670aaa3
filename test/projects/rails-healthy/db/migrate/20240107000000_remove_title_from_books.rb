# frozen_string_literal: true

class RemoveTitleFromBooks < ActiveRecord::Migration[7.1]
  def change
    safety_assured { remove_column :books, :title, :string, null: false, default: "" }
  end
end
